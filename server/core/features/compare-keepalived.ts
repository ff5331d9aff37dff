import type { Catalogs } from '../catalog/catalogs';
import type { KeepalivedCatalog, KeepalivedFact } from '../catalog/keepalived';
import type { Cluster } from '../model/cluster';
import type { Host } from '../model/host';
import { vrrpInstances } from '../model/keepalived';
import { vrrpTwins } from '../model/vrrp-twins';
import { deleteLine, type Edit, insertAfter, replace } from '../rules/finding';
import { onePerPlace } from '../rules/option-edits';
import { type KeepalivedStatement, keepalivedStatements } from '../syntax/keepalived';
import { lineSpan, type Span, spanText } from '../syntax/tree';
import type { ComparedProgram, ComparedSetting, Said } from './compare';
import { isOneOnly, judge, type Judged } from './compare-verdict';
import { freeTitle } from './free-title';

/** What keepalived is set to on the hosts of a cluster, keyword by keyword of each block. */
export function compareKeepalived(cluster: Cluster, { keepalived: catalog }: Catalogs): ComparedProgram {
  const hosts = cluster.hosts.filter((host) => host.keepalived.length > 0);
  const files = new Set(hosts.flatMap((host) => host.keepalived));
  if (files.size < 2) {
    const [file] = files;
    const remark = file && `All of them read ${file.path}: there is nothing to compare.`;
    return { program: 'keepalived', hosts, settings: [], ...(remark && { remark }) };
  }
  const read = new Map(hosts.map((host) => [host, readStatements(host, cluster, hosts, catalog)]));
  const names = new Set([...read.values()].flatMap(({ settings }) => [...settings.keys()]));
  return { program: 'keepalived', hosts, settings: [...names].map((name) => compareSetting(name, hosts, read)) };
}

interface Setting {
  readonly statement: KeepalivedStatement;
  readonly fact: KeepalivedFact | undefined;
  /** Where a statement like it would be put. */
  readonly block: string;
  /** As shown, and as compared. */
  readonly text: string;
  readonly key: string;
}

interface Settings {
  /** By block and keyword: `vrrp_instance VI_1: priority`. */
  readonly settings: ReadonlyMap<string, Setting>;
  readonly blocks: ReadonlyMap<string, KeepalivedStatement>;
}

function readStatements(host: Host, cluster: Cluster, hosts: readonly Host[], catalog: KeepalivedCatalog): Settings {
  const settings = new Map<string, Setting>();
  const blocks = new Map<string, KeepalivedStatement>();
  const called = namesOf(host, cluster, hosts);
  const visit = (statement: KeepalivedStatement, path: string, block: string): void => {
    const fact = catalog.keyword(path, statement.keyword);
    const inner = path === '' ? statement.keyword : `${path}.${statement.keyword}`;
    if (statement.open && fact?.type !== 'lines') {
      const words = [called.get(statement) ?? statement.words.map(({ text }) => text).join(' ')];
      const own = [block, statement.keyword, ...words].filter((word) => word !== '').join(' ');
      const title = freeTitle(own, (each) => blocks.has(each));
      blocks.set(title, statement);
      for (const child of statement.children) visit(child, inner, title);
      return;
    }
    const name = block === '' ? statement.keyword : `${block}: ${statement.keyword}`;
    settings.set(
      freeTitle(name, (each) => settings.has(each)),
      { statement, fact, block, ...valueOf(statement, fact) },
    );
  };
  for (const document of host.keepalived) for (const each of keepalivedStatements(document)) visit(each, '', '');
  return { settings, blocks };
}

/** Instances are called what the first host of their virtual router calls them. */
function namesOf(host: Host, cluster: Cluster, hosts: readonly Host[]): ReadonlyMap<KeepalivedStatement, string> {
  const instances = host.keepalived.flatMap((document) => vrrpInstances(document));
  return new Map(
    instances.map((instance) => {
      const members = [{ host, instance }, ...vrrpTwins(instance, host, cluster)];
      members.sort((a, b) => hosts.indexOf(a.host) - hosts.indexOf(b.host));
      return [instance.section, members[0]?.instance.name ?? instance.name];
    }),
  );
}

function valueOf(
  statement: KeepalivedStatement,
  fact: KeepalivedFact | undefined,
): { readonly text: string; readonly key: string } {
  if (statement.open) {
    const lines = statement.children.map(lineOf);
    return { text: lines.join(', '), key: [...lines].sort().join('\n') };
  }
  const text = statement.words.map((word) => word.text).join(' ');
  if (/^(auth_pass|password)$/.test(statement.keyword)) return { text: '(hidden)', key: text.slice(0, 8) };
  if (text === '') return { text: 'on', key: 'on' };
  return { text, key: meaning(text, fact) };
}

function lineOf({ keyword, words }: KeepalivedStatement): string {
  return [keyword, ...words.map(({ text }) => text)].join(' ');
}

/** One spelling for what means the same to keepalived. */
function meaning(text: string, fact: KeepalivedFact | undefined): string {
  if (fact?.type === 'boolean' && /^(on|true|yes)$/.test(text)) return 'on';
  if (fact?.type === 'boolean' && /^(off|false|no)$/.test(text)) return 'off';
  const isNumber = /^(integer|number)$/.test(fact?.type ?? '') && /^\d+(\.\d+)?$/.test(text);
  return isNumber ? String(Number(text)) : text;
}

function compareSetting(name: string, hosts: readonly Host[], read: ReadonlyMap<Host, Settings>): ComparedSetting {
  const settingOf = (host: Host): Setting | undefined => read.get(host)?.settings.get(name);
  const [any] = hosts.flatMap((host) => settingOf(host) ?? []);
  const said = hosts.map((host): Said => {
    const own = settingOf(host);
    if (own) return { host, text: own.text, key: own.key, origin: 'line', span: own.statement.keywordSpan };
    const standard = read.get(host)?.blocks.has(any?.block ?? '') ? any?.fact?.default : undefined;
    return standard === undefined
      ? { host, text: undefined, key: '', origin: 'unset' }
      : { host, text: standard, key: meaning(standard, any?.fact), origin: 'default' };
  });
  const judged = judgeSetting(any?.statement.keyword ?? '', said);
  const equalTo = (host: Host): readonly Edit[] | undefined => {
    const wanted = settingOf(host);
    const edits = hosts.flatMap((other): (Edit | undefined)[] => {
      const own = settingOf(other);
      if (own?.key === wanted?.key) return [];
      if (!wanted) return [own && removed(own.statement)];
      return own ? changed(own.statement, wanted.statement) : [added(wanted, read.get(other))];
    });
    return edits.every((edit) => edit !== undefined) ? onePerPlace(edits) : undefined;
  };
  return { name, ...judged, said, ...(judged.verdict === 'differs' && { equalTo }) };
}

/** What each host has for itself; the source of its adverts no two may share. */
const own = /^(router_id|priority|state|unicast_peer|unicast_src_ip|mcast_src_ip|source_ip|neighbor_ip|bindto)$/;

function judgeSetting(keyword: string, said: readonly Said[]): Judged {
  const set = said.filter(({ origin }) => origin === 'line').map(({ key }) => key);
  if (/^(unicast|mcast)_src_ip$/.test(keyword) && set.length > 1 && isOneOnly(set))
    return { verdict: 'clash', why: 'each host sends from its own address' };
  const judged = judge(said);
  return judged.verdict === 'differs' && own.test(keyword)
    ? { verdict: 'expected', why: 'each host has its own' }
    : judged;
}

/** Where all of a statement stands, if it has its line for itself. */
function alone(statement: KeepalivedStatement): Span | undefined {
  const { block, line, start } = statement.keywordSpan;
  const end = (statement.words.at(-1)?.span ?? statement.keywordSpan).end;
  const text = block.lines[line]?.text ?? '';
  const isAlone = text.slice(0, start).trim() === '' && /^\s*([#!].*)?$/.test(text.slice(end)) && !statement.open;
  return isAlone ? { block, line, start, end } : undefined;
}

function removed(statement: KeepalivedStatement): Edit | undefined {
  const span = alone(statement);
  return span && deleteLine(span);
}

/** Makes one statement another; of a list the lines that are missing or too many. */
function changed(statement: KeepalivedStatement, wanted: KeepalivedStatement): (Edit | undefined)[] {
  const [span, model] = [alone(statement), alone(wanted)];
  if (span && model) return [replace(span, spanText(model))];
  if (!statement.open || !wanted.open) return [undefined];
  const have = new Set(statement.children.map(lineOf));
  const want = new Set(wanted.children.map(lineOf));
  const [first] = statement.children;
  const missing = [...want].filter((line) => !have.has(line));
  const place = first && alone(first);
  return [
    ...(missing.length > 0 ? [place && insertAfter(place, missing.join('\n'))] : []),
    ...statement.children.filter((child) => !want.has(lineOf(child))).map(removed),
  ];
}

/** A statement of another host at the end of the block of the same name here. */
function added({ statement, block }: Setting, to: Settings | undefined): Edit | undefined {
  const model = alone(statement);
  const parent = to?.blocks.get(block);
  const last = parent?.children.findLast((child) => alone(child) !== undefined);
  return model && last && insertAfter(lineSpan(last.keywordSpan.block, last.keywordSpan.line), spanText(model));
}
