import type {
  ComparedProgramView,
  ComparedSettingView,
  ComparedValueView,
  ComparisonView,
} from '../../server/lsp/protocol';
import { element } from './element';
import { focusedCell, type GridCell, makeGrid } from './grid';
import type { FromPage, ToPage } from './messages';

declare function acquireVsCodeApi(): {
  postMessage(message: FromPage): void;
  getState(): { readonly folded?: readonly string[] } | undefined;
  setState(state: { readonly folded: readonly string[] }): void;
};

const vscode = acquireVsCodeApi();
const page = document.querySelector('main') ?? document.body;

const programNames: Readonly<Record<ComparedProgramView['program'], string>> = {
  database: 'Database server',
  corosync: 'Corosync',
  haproxy: 'HAProxy',
  keepalived: 'Keepalived',
  pacemaker: 'Pacemaker',
};

/** Each verdict with its heading, and a sign that stands for it where colours cannot be told apart. */
const parts = [
  { verdict: 'clash', sign: '\u2717', title: 'The same, but each host needs its own' },
  { verdict: 'differs', sign: '\u2260', title: 'Different' },
  { verdict: 'expected', sign: '\u2248', title: 'Different as expected' },
  { verdict: 'equal', sign: '=', title: 'Equal' },
] as const;

/** Sections a person has folded or unfolded against what is usual; kept while the page is hidden. */
const folded = new Set(vscode.getState()?.folded ?? ['expected', 'equal']);

window.addEventListener('message', ({ data }: MessageEvent<ToPage>) => show(data.comparisons));
vscode.postMessage({ kind: 'ready' });

/** Draws everything anew; whoever was on a cell stays on it. */
function show(comparisons: readonly ComparisonView[]): void {
  const focused = focusedCell();
  page.replaceChildren(...(comparisons.length === 0 ? [gone()] : comparisons.flatMap(clusterParts)));
  if (focused) document.getElementById(focused)?.focus();
}

function gone(): HTMLElement {
  return element('p', {}, 'This file belongs to no host any more.');
}

function clusterParts({ cluster, programs }: ComparisonView): HTMLElement[] {
  const heading = element('h1', {}, `Cluster ${cluster}`);
  if (programs.length === 0) return [heading, element('p', {}, 'No two hosts of it run the same program.')];
  const hint = element(
    'p',
    { class: 'hint' },
    'Arrow keys move between the values, Enter opens the line. E offers to make every host equal to the one you are on: tick the files to change, then apply.',
  );
  return [heading, hint, ...programs.flatMap((program, index) => programParts(cluster, program, index))];
}

function programParts(cluster: string, program: ComparedProgramView, index: number): HTMLElement[] {
  const name = programNames[program.program];
  const shown = parts.flatMap(({ verdict, sign, title }) => {
    const settings = program.settings.filter((setting) => setting.verdict === verdict);
    if (settings.length === 0) return [];
    const summary = element(
      'summary',
      {},
      element('span', { class: 'sign', 'aria-hidden': 'true' }, sign),
      ` ${title} (${settings.length})`,
    );
    const table = makeTable(`${name} of cluster ${cluster}: ${title}`, program.hosts, settings, {
      cluster,
      program: index,
    });
    const details = element('details', { class: verdict }, summary, element('div', { class: 'scroll' }, table));
    details.open = !folded.has(verdict);
    details.addEventListener('toggle', () => {
      if (details.open) folded.delete(verdict);
      else folded.add(verdict);
      vscode.setState({ folded: [...folded] });
    });
    return [details];
  });
  const agree = program.settings.every(({ verdict }) => verdict === 'equal' || verdict === 'expected');
  const said = program.remark ?? (agree ? 'Nothing differs that should not.' : undefined);
  const note = said === undefined ? [] : [element('p', {}, said)];
  return [element('h2', {}, name), ...note, ...shown];
}

function makeTable(
  label: string,
  hosts: readonly string[],
  settings: readonly ComparedSettingView[],
  place: { readonly cluster: string; readonly program: number },
): HTMLTableElement {
  const head = element('tr', {}, ...['Setting', ...hosts].map((text) => element('th', { scope: 'col' }, text)));
  const cells: GridCell[][] = [];
  const rows = settings.map((setting) => {
    const why = setting.why === undefined ? [] : [element('span', { class: 'why' }, setting.why)];
    const made = setting.values.map((value, column) => {
      const name = { ...place, setting: setting.name, host: hosts[column] ?? '' };
      return makeCell(value, {
        id: JSON.stringify(name),
        open: value.place && (() => value.place && vscode.postMessage({ kind: 'open', place: value.place })),
        spread: value.canSpread ? () => vscode.postMessage({ kind: 'make-equal', cell: name }) : undefined,
      });
    });
    cells.push(made);
    return element(
      'tr',
      {},
      element('th', { scope: 'row' }, setting.name, ...why),
      ...made.map((each) => each.element),
    );
  });
  const table = element('table', { role: 'grid', 'aria-label': label, 'aria-readonly': 'true' });
  table.append(element('thead', {}, head), element('tbody', {}, ...rows));
  makeGrid(table, cells);
  return table;
}

function makeCell(
  { text, isDefault, overruled, place }: ComparedValueView,
  { id, open, spread }: Pick<GridCell, 'open' | 'spread'> & { id: string },
): GridCell {
  const shown = text === undefined ? 'not set' : text === '' ? '""' : text;
  const value = element('span', { class: text === undefined || isDefault ? 'value unset' : 'value' }, shown);
  const remarks = [
    ...(isDefault ? ['default'] : []),
    ...(place ? [`${fileName(place.path)}:${place.line + 1}`] : []),
    ...(overruled > 0 ? [`beats ${overruled} earlier`] : []),
  ];
  const title = place ? `${place.path}:${place.line + 1}` : '';
  const cell = element(
    'td',
    { id, ...(title && { title }) },
    value,
    element('span', { class: 'place' }, remarks.join(', ')),
  );
  if (open) cell.classList.add('has-line');
  if (spread) {
    const button = element('button', { type: 'button', tabindex: '-1', 'aria-keyshortcuts': 'E' }, 'Make all equal');
    button.addEventListener('click', (event) => {
      event.stopPropagation();
      spread();
    });
    cell.append(button);
  }
  return { element: cell, open, spread };
}

function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
