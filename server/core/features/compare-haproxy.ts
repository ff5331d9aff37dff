import type { Cluster } from '../model/cluster';
import { haproxyFiles } from '../model/haproxy-files';
import { readingOf } from '../model/haproxy-reading';
import type { Host } from '../model/host';
import { deleteLine, type Edit, insertAfter, replace } from '../rules/finding';
import { onePerPlace } from '../rules/option-edits';
import type { HaproxyStatement } from '../syntax/haproxy';
import { type Block, lineSpan, type Span, spanText } from '../syntax/tree';
import type { ComparedProgram, ComparedSetting, Said } from './compare';
import { judge, type Judged } from './compare-verdict';
import { freeTitle } from './free-title';

/** What the proxies of a cluster are set to, line by line of each section. The order of lines is not compared. */
export function compareHaproxy(cluster: Cluster): ComparedProgram {
  const hosts = cluster.hosts.filter((host) => host.haproxy.length > 0);
  if (hosts.length < 2) return { program: 'haproxy', hosts, settings: [] };
  const read = new Map(hosts.map((host) => [host, readLines(host)]));
  const names = new Set([...read.values()].flatMap(({ lines }) => [...lines.keys()]));
  return { program: 'haproxy', hosts, settings: [...names].map((name) => compareLine(name, hosts, read)) };
}

interface Line {
  readonly section: string;
  /** Everything behind the words the line is named by, as written. */
  readonly value: string;
  readonly isSecret: boolean;
  /** The statement as a whole, without blanks and comment around it. */
  readonly span: Span;
}

interface Lines {
  /** By section and keyword: `backend galera: server db1`. */
  readonly lines: ReadonlyMap<string, Line>;
  /** The last line of each section, to put another one behind. */
  readonly ends: ReadonlyMap<string, Span>;
}

function readLines(host: Host): Lines {
  const lines = new Map<string, Line>();
  const ends = new Map<string, Span>();
  for (const block of haproxyFiles(host).flatMap((document) => document.blocks)) {
    const reading = readingOf(block);
    if (!reading) continue;
    const { keyword, name } = reading.section;
    const section = freeTitle(name === undefined ? keyword : `${keyword} ${name}`, (title) => ends.has(title));
    ends.set(section, lineSpan(block, 0));
    for (const statement of reading.statements) {
      const span = wholeOf(statement, block);
      const { title, value, isSecret } = split(statement, span);
      const key = freeTitle(`${section}: ${title}`, (each) => lines.has(each));
      lines.set(key, { section, value, isSecret, span });
      ends.set(section, lineSpan(block, statement.line));
    }
  }
  return { lines, ends };
}

function wholeOf({ words, prefix, line }: HaproxyStatement, block: Block): Span {
  const first = prefix ?? words[0];
  return { block, line, start: first?.start ?? 0, end: words.at(-1)?.end ?? 0 };
}

/** Keywords that say little without the word behind them. */
const inTwoWords = new Set([
  'acl',
  'errorfile',
  'nameserver',
  'option',
  'peer',
  'server',
  'server-template',
  'stats',
  'timeout',
  'use_backend',
  'user',
]);

function split(
  { words, prefix }: HaproxyStatement,
  span: Span,
): { readonly title: string; readonly value: string; readonly isSecret: boolean } {
  const named = words.slice(0, inTwoWords.has(words[0]?.text ?? '') ? 2 : 1);
  const title = named.map((word) => word.text).join(' ');
  const rest = words[named.length];
  const value = rest ? spanText({ ...span, start: rest.start }).replace(/\s+/g, ' ') : prefix ? prefix.text : 'on';
  return { title, value, isSecret: title === 'stats auth' || words.some(({ text }) => /password$/.test(text)) };
}

function compareLine(name: string, hosts: readonly Host[], read: ReadonlyMap<Host, Lines>): ComparedSetting {
  const lineOf = (host: Host): Line | undefined => read.get(host)?.lines.get(name);
  const said = hosts.map((host): Said => {
    const line = lineOf(host);
    if (!line) return { host, text: undefined, key: '', origin: 'unset' };
    return { host, text: line.isSecret ? '(hidden)' : line.value, key: line.value, origin: 'line', span: line.span };
  });
  const judged = judgeLine(name, said);
  const equalTo = (host: Host): readonly Edit[] | undefined => {
    const wanted = lineOf(host);
    const section = hosts.map((each) => lineOf(each)?.section).find((title) => title !== undefined) ?? '';
    const edits = hosts.flatMap((other): (Edit | undefined)[] => {
      const own = lineOf(other);
      if (own?.value === wanted?.value) return [];
      if (!wanted) return [own && deleteLine(own.span)];
      if (own) return [replace(own.span, spanText(wanted.span))];
      return [added(wanted, read.get(other)?.ends.get(section))];
    });
    return edits.every((edit) => edit !== undefined) ? onePerPlace(edits) : undefined;
  };
  return { name, ...judged, said, ...(judged.verdict === 'differs' && { equalTo }) };
}

/** A line of another host behind the last one of its section here, which may be the section's own line. */
function added(wanted: Line, end: Span | undefined): Edit | undefined {
  if (!end) return undefined;
  const isHeader = end.line === 0;
  const indent = isHeader ? (/^\s*/.exec(wanted.span.block.lines[wanted.span.line]?.text ?? '')?.[0] ?? '') : '';
  return insertAfter(end, indent + spanText(wanted.span));
}

function judgeLine(name: string, said: readonly Said[]): Judged {
  const judged = judge(said);
  const isOwn = /^global: (node|description|localpeer)$/.test(name);
  return judged.verdict === 'differs' && isOwn ? { verdict: 'expected', why: 'each host has its own' } : judged;
}
