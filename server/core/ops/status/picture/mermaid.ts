import { levelNames } from './svg';
import type { Topology } from './topology';

/** The picture as a Mermaid flowchart, for wikis and pull requests. */
export function topologyMermaid(topology: Topology): string {
  const ids = new Map(topology.nodes.map(({ name }, index) => [name, `n${index}`]));
  const nodes = topology.nodes.map(({ kind, name, roles, details, level }) => {
    const lines = [name, roles.join(', '), ...details, levelNames[level]].filter((line) => line !== '');
    const [open, close] = kind === 'host' ? ['[', ']'] : ['([', '])'];
    return `  ${ids.get(name)}${open}"${lines.map(escaped).join('<br/>')}"${close}:::${level}`;
  });
  const edges = topology.edges.map(({ from, to, label, kind }) => {
    const arrow = kind === 'planned' ? '-.->' : '-->';
    return `  ${ids.get(from)} ${arrow}|"${escaped(label)}"| ${ids.get(to)}`;
  });
  const classes = [
    'classDef healthy stroke:#388a34',
    'classDef note stroke:#1a85ff',
    'classDef unknown stroke:#717171,stroke-dasharray:3 3',
    'classDef degraded stroke:#b46a00,stroke-width:2px',
    'classDef critical stroke:#c72e0f,stroke-width:4px',
  ];
  return ['flowchart TD', ...nodes, ...edges, ...classes.map((line) => `  ${line}`), ''].join('\n');
}

/** Mermaid reads entities by number and ends a label at a quotation mark. */
function escaped(text: string): string {
  return text.replace(/["#<>&;|]/g, (character) => `#${character.charCodeAt(0)};`).replace(/\s+/g, ' ');
}
