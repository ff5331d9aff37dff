import type { Level } from '../verdict';
import type { Topology, TopologyEdge, TopologyNode } from './topology';

/** A word beside every colour, because a colour alone tells some people nothing. */
export const levelNames: Readonly<Record<Level, string>> = {
  healthy: 'healthy',
  note: 'healthy, with a note',
  unknown: 'unknown',
  degraded: 'degraded',
  critical: 'critical',
};

const box = { width: 190, height: 92, gapX: 70, gapY: 96, margin: 24 };

/**
 * The picture as one SVG. Colours are those of VS Code's theme where it is shown there, else the fallbacks. Every host
 * can be reached with the tab key and says in words what it shows.
 *
 * @param nonce lets a page's content security policy take the styles
 */
export function topologySvg(topology: Topology, nonce?: string): string {
  const places = placesOf(topology.nodes);
  const columns = Math.max(1, ...[...places.values()].map(({ column }) => column + 1));
  const rows = Math.max(1, ...topology.nodes.map(({ row }) => row + 1));
  const width = 2 * box.margin + columns * box.width + (columns - 1) * box.gapX;
  const height = 2 * box.margin + rows * box.height + (rows - 1) * box.gapY;
  const at = (name: string): { x: number; y: number } => {
    const { column, row } = places.get(name) ?? { column: 0, row: 0 };
    return { x: box.margin + column * (box.width + box.gapX), y: box.margin + row * (box.height + box.gapY) };
  };
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="group" aria-labelledby="title description">
<title id="title">Cluster ${escaped(topology.name)}: ${levelNames[topology.level]}</title>
<desc id="description">${escaped(inWords(topology))}</desc>
<style${nonce === undefined ? '' : ` nonce="${nonce}"`}>${style}</style>
<defs><marker id="arrow" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" orient="auto-start-reverse"><path d="M0 0L10 5L0 10z"/></marker></defs>
${[...topology.edges.map((edge, index) => edgeOf(edge, index, at)), ...topology.nodes.map((node) => nodeOf(node, at(node.name)))].join('\n')}
</svg>
`;
}

const verbs: Readonly<Record<TopologyEdge['kind'], string>> = {
  live: 'replicates from',
  planned: 'should replicate from',
  proxy: 'gets clients of',
  transfer: 'is given its data by',
  resource: 'runs',
  vote: 'votes in the',
};

/** The picture as sentences, for people who listen to it. */
export function inWords(topology: Topology): string {
  const hosts = topology.nodes.map(
    ({ name, level, roles, details }) => `${[name, ...roles, ...details].join(', ')}: ${levelNames[level]}.`,
  );
  const edges = topology.edges.map(({ from, to, label, kind }) => `${to} ${verbs[kind]} ${from}, ${label}.`);
  return [...hosts, ...edges].join(' ');
}

const style = `
text{font:13px var(--vscode-font-family,sans-serif);fill:var(--vscode-foreground,#222)}
.name{font-weight:600;font-size:15px}.small{font-size:11px}
rect{fill:var(--vscode-editorWidget-background,#f7f7f7);stroke-width:2;rx:4px}
.healthy rect,.healthy path.line{stroke:var(--vscode-charts-green,#388a34)}
.note rect,.note path.line{stroke:var(--vscode-charts-blue,#1a85ff)}
.unknown rect,.unknown path.line{stroke:var(--vscode-descriptionForeground,#717171);stroke-dasharray:3 3}
.degraded rect,.degraded path.line{stroke:var(--vscode-charts-orange,#b46a00)}
.critical rect,.critical path.line{stroke:var(--vscode-charts-red,#c72e0f);stroke-width:4}
text.label{paint-order:stroke;stroke:var(--vscode-editor-background,#fff);stroke-width:9px;stroke-linejoin:round}
path.line{fill:none;stroke-width:2}.planned path.line{stroke-dasharray:8 5}.resource rect,.quorum rect{rx:26px}.resource path.line,.vote path.line{stroke-width:1}.transfer path.line{stroke-dasharray:2 4;stroke-width:3}
marker path{fill:var(--vscode-foreground,#222)}
g[tabindex]:focus rect{outline:3px solid var(--vscode-focusBorder,#0078d4);outline-offset:3px}
`;

function placesOf(nodes: readonly TopologyNode[]): Map<string, { column: number; row: number }> {
  const used = new Map<number, number>();
  const places = new Map<string, { column: number; row: number }>();
  for (const { name, row } of nodes) {
    const column = used.get(row) ?? 0;
    used.set(row, column + 1);
    places.set(name, { column, row });
  }
  return places;
}

function nodeOf({ kind, name, level, roles, details }: TopologyNode, { x, y }: { x: number; y: number }): string {
  const lines = [roles.join(', '), ...details].filter((line) => line !== '').slice(0, 3);
  const said = [name, ...roles, ...details, levelNames[level]].join(', ');
  const texts = [...lines, levelNames[level]].map(
    (line, index) => `<text class="small" x="${x + 10}" y="${y + 38 + 15 * index}">${escaped(shortened(line))}</text>`,
  );
  return `<g class="${level} ${kind}" tabindex="0" role="img" aria-label="${escaped(said)}"><rect x="${x}" y="${y}" width="${box.width}" height="${box.height}"/><text class="name" x="${x + 10}" y="${y + 20}">${escaped(shortened(name))}</text>${texts.join('')}</g>`;
}

function edgeOf(edge: TopologyEdge, index: number, at: (name: string) => { x: number; y: number }): string {
  const [from, to] = [at(edge.from), at(edge.to)];
  // Two arrows between the same hosts must not lie on one another.
  const shift = edge.from < edge.to ? -14 : 14;
  const isLevel = from.y === to.y;
  const [x1, y1, x2, y2] = isLevel
    ? [
        from.x + (to.x > from.x ? box.width : 0),
        from.y + box.height / 2 + shift,
        to.x + (to.x > from.x ? 0 : box.width),
        to.y + box.height / 2 + shift,
      ]
    : [
        from.x + box.width / 2 + shift,
        from.y + (to.y > from.y ? box.height : 0),
        to.x + box.width / 2 + shift,
        to.y + (to.y > from.y ? 0 : box.height),
      ];
  const middle = { x: (x1 + x2) / 2, y: (y1 + y2) / 2 + (isLevel ? -6 : ((index % 3) - 1) * 14) };
  const said = `${edge.from} to ${edge.to}: ${edge.label}, ${levelNames[edge.level]}`;
  return `<g class="${edge.level} ${edge.kind}" role="img" aria-label="${escaped(said)}"><path class="line" d="M${x1} ${y1}L${x2} ${y2}" marker-end="url(#arrow)"/><text class="small label" x="${middle.x}" y="${middle.y}" text-anchor="middle">${escaped(shortened(edge.label))}</text></g>`;
}

const shortened = (text: string): string => (text.length > 28 ? `${text.slice(0, 27)}…` : text);

/** Names and states come from hosts: nothing of them may become markup. */
function escaped(text: string): string {
  return (
    text
      // eslint-disable-next-line no-control-regex -- XML has no way to write these characters
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '�')
      .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
  );
}
