// What answering an editor costs right after a keystroke, in processor time of the answer alone, its JSON included: in
// a haproxy.cfg of 20 to 50,000 lines, and in a workspace of 1,000 hosts. Run by `npm run bench`; by itself:
// `npx tsx test/bench/feature-cost.ts [part of a case's name]`.
import { definitionsAt } from '../../server/core/features/definition';
import { sameOnOtherHosts } from '../../server/core/features/other-hosts';
import { referencesAt } from '../../server/core/features/references';
import { rules } from '../../server/core/rules/registry';
import type { Document } from '../../server/core/syntax/tree';
import type { Position } from '../../server/core/text/lines';
import { Workspace } from '../../server/core/workspace';
import { catalogs } from '../../server/disk/catalogs';
import { completeAt } from '../../server/lsp/completion';
import { hoverAt, symbolsOf } from '../../server/lsp/features';
import { locationsOf, renamed, symbolsNamed } from '../../server/lsp/navigation';
import { foldsOf, formatting, hintsOf, lensesOf, selectionsOf, tokensOf } from '../../server/lsp/presentation';
import type { Settings } from '../../server/lsp/settings';

const proxy = 'shop/lb1/etc/haproxy/haproxy.cfg';
const node = 'shop/db1/etc/mysql/my.cnf';
const virtual = 'shop/lb1/etc/keepalived/keepalived.conf';
const shell = 'shop/cluster.crm';
const cib = 'shop/db1/cib.xml';

const cases = [
  { name: 'haproxy.cfg, 20 lines', file: proxy, proxyLines: 40, clusters: 1, target: 5 },
  { name: 'haproxy.cfg, 5,000 lines', file: proxy, proxyLines: 5_000, clusters: 1, target: 5 },
  { name: 'haproxy.cfg, 50,000 lines', file: proxy, proxyLines: 50_000, clusters: 1, target: 50 },
  { name: 'my.cnf, 20 lines', file: node, proxyLines: 40, clusters: 1, target: 5 },
  { name: 'my.cnf, 5,000 lines', file: node, proxyLines: 40, optionLines: 5_000, clusters: 1, target: 5 },
  { name: 'keepalived.conf, 20 lines', file: virtual, proxyLines: 40, managerLines: 20, clusters: 1, target: 5 },
  { name: 'keepalived.conf, 5,000 lines', file: virtual, proxyLines: 40, managerLines: 5_000, clusters: 1, target: 5 },
  { name: 'cluster.crm, 20 lines', file: shell, proxyLines: 40, managerLines: 20, clusters: 1, target: 5 },
  { name: 'cluster.crm, 5,000 lines', file: shell, proxyLines: 40, managerLines: 5_000, clusters: 1, target: 5 },
  { name: 'cib.xml, 20 lines', file: cib, proxyLines: 40, managerLines: 20, clusters: 1, target: 5 },
  { name: 'cib.xml, 5,000 lines', file: cib, proxyLines: 40, managerLines: 5_000, clusters: 1, target: 5 },
  { name: 'my.cnf, 1,000 hosts', file: node, proxyLines: 40, clusters: 250, target: 5 },
  { name: 'haproxy.cfg, 1,000 hosts', file: proxy, proxyLines: 40, clusters: 250, target: 5 },
];

const head = ['', 'median', 'worst of 30', 'target'];
console.log(
  `\n${'processor time of an answer after a keystroke'.padEnd(58)} ${head
    .slice(1)
    .map((word) => word.padStart(11))
    .join(' ')}`,
);
/** What makes the files of the repository. */
interface Texts {
  haproxyText(lines: number): string;
  optionText(node: number, nodes: number, lines: number): string;
  keepalivedText(proxy: number, lines: number): string;
  crmText(lines: number): string;
  cibText(lines: number): string;
}

function measure(
  { name, file, proxyLines, optionLines = 20, managerLines = 0, clusters, target }: (typeof cases)[number],
  { haproxyText, optionText, keepalivedText, crmText, cibText }: Texts,
): void {
  const workspace = new Workspace(catalogs, rules, 'bench', (rule, error) => console.error(rule, error));
  const put = (path: string, text: string): void => workspace.set(path, `file:///bench/${path}`, text);
  for (let cluster = 0; cluster < clusters; cluster++) {
    const folder = cluster === 0 ? 'shop' : `cluster${cluster}`;
    for (let id = 1; id <= 3; id++)
      put(`${folder}/db${id}/etc/mysql/my.cnf`, optionText(id, 3, cluster === 0 ? optionLines : 20));
    put(`${folder}/lb1/etc/haproxy/haproxy.cfg`, haproxyText(cluster === 0 ? proxyLines : 40));
  }
  if (file === virtual)
    for (const id of [1, 2]) put(virtual.replace('lb1', `lb${id}`), keepalivedText(id, managerLines));
  if (file === shell) put(shell, crmText(managerLines));
  if (file === cib) put(cib, cibText(managerLines));
  workspace.update();
  const document = workspace.document(file) as Document;
  for (const [feature, answer] of questions(document, workspace)) {
    const times: number[] = [];
    // The first rounds also pay for compiling.
    for (let round = 0; round < 60; round++) {
      keystroke(document, workspace, round);
      const start = process.cpuUsage();
      JSON.stringify(answer());
      const { user, system } = process.cpuUsage(start);
      if (round >= 30) times.push((user + system) / 1000);
    }
    times.sort((a, b) => a - b);
    const [median = 0, worst = 0] = [times[15], times.at(-1)];
    const row = [median, worst].map((time) => `${time.toFixed(2)} ms`.padStart(11)).join(' ');
    console.log(
      `${`${name}: ${feature}`.padEnd(58)} ${row} ${`${target} ms`.padStart(11)}${median <= target ? '' : '  over the target'}`,
    );
  }
}

/** An edit in the middle of the file, with everything brought up to date. */
function keystroke(document: Document, workspace: Workspace, round: number): void {
  const line = middleOf(document);
  const { length } = document.lines.line(line);
  const newText = round % 2 ? (document.language === 'cib' ? '<!-- typed -->' : '# typed') : '';
  workspace.edit(document.path, [
    { range: { start: { line, character: 0 }, end: { line, character: length } }, newText },
  ]);
  workspace.update();
}

const middles = new WeakMap<Document, number>();

/** An empty line near the middle. */
function middleOf(document: Document): number {
  let line = middles.get(document);
  if (line === undefined) {
    line = Math.floor(document.lines.count / 2);
    while (line > 0 && document.lines.line(line) !== '') line--;
    middles.set(document, line);
  }
  return line;
}

const everythingOn = { isOn: () => true } as unknown as Settings;
const target = { versionOf: () => null, takesVersions: () => true, canAsk: () => true };
const client = { textDocument: { completion: { completionList: { itemDefaults: ['editRange', 'data'] } } } };

/** A keyword, a name and another name for it. */
const subjects: Readonly<Record<string, readonly [RegExp, RegExp, string]>> = {
  haproxy: [/balance|maxconn/, /(?<=^backend )\w/, 'renamed'],
  keepalived: [/priority/, /(?<=vrrp_instance )\w/, 'renamed'],
  crm: [/(?<=params )ip/, /(?<=primitive )\w/, 'renamed'],
  cib: [/(?<=name=")ip/, /(?<=primitive id=")\w/, 'renamed'],
};

/** What an editor asks in a file, by name. */
function questions(document: Document, workspace: Workspace): (readonly [string, () => unknown])[] {
  const middle = middleOf(document);
  const lines = document.lines.slice(0, document.lines.count);
  const find = (pattern: RegExp): Position => {
    const behind = lines.findIndex((text, index) => index > middle && pattern.test(text));
    const line = behind >= 0 ? behind : lines.findIndex((text) => pattern.test(text));
    return { line, character: (lines[line] ?? '').search(pattern) + 1 };
  };
  const [wordPattern, namePattern, newName] = subjects[document.language] ?? [/server_id/, /10\.0\.0\.1/, '10.0.0.99'];
  const [word, name] = [find(wordPattern), find(namePattern)];
  const view = { start: { line: middle, character: 0 }, end: { line: middle + 60, character: 0 } };
  const options = { tabSize: 2, insertSpaces: true };

  return [
    [
      'completion of names',
      () => completeAt(document, { line: word.line, character: word.character - 1 }, workspace, catalogs, client),
    ],
    [
      'completion after two letters',
      () => completeAt(document, { ...word, character: word.character + 1 }, workspace, catalogs, client),
    ],
    ['hover over a keyword', () => hoverAt(document, word, workspace, catalogs)],
    ['hover over a name', () => hoverAt(document, name, workspace, catalogs)],
    ['definition', () => locationsOf(definitionsAt(document, name, workspace.model, workspace.documents))],
    ['references', () => locationsOf(referencesAt(document, name, workspace.model, workspace.documents, true))],
    ['the same line on other hosts', () => locationsOf(sameOnOtherHosts(document, word, workspace.model))],
    ['rename', () => renamed(document, name, newName, workspace, target)],
    ['semantic tokens of the file', () => tokensOf(document, undefined, workspace, catalogs)],
    ['semantic tokens in view', () => tokensOf(document, view, workspace, catalogs)],
    ['formatting of the file', () => formatting(document, undefined, options)],
    ['formatting of a page', () => formatting(document, view, options)],
    ['inlay hints in view', () => hintsOf(document, view, workspace, catalogs, everythingOn)],
    ['code lenses', () => lensesOf(document, workspace, everythingOn)],
    ['outline', () => symbolsOf(document, workspace)],
    ['folding', () => foldsOf(document)],
    ['selection', () => selectionsOf(document, [name])],
    ['workspace symbols', () => symbolsNamed('server_id', [workspace])],
  ];
}

async function main(): Promise<void> {
  const texts = await import('./repository.mjs');
  const wanted = process.argv[2] ?? '';
  for (const each of cases) if (each.name.includes(wanted)) measure(each, texts);
}

void main();
