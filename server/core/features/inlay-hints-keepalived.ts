import type { KeepalivedCatalog } from '../catalog/keepalived';
import { type KeepalivedLine, type KeepalivedStatement, statementsOf } from '../syntax/keepalived';
import type { Block } from '../syntax/tree';
import { sayDuration } from './amounts';
import type { InlayHint } from './inlay-hints';
import type { LineRange } from './inlay-hints-options';
import { mentionsIn } from './mentions/mentions';
import type { Owner } from './owner';

/** Hints behind bare numbers that count time, and behind addresses of other hosts. */
export function hintKeepalived(
  block: Block<KeepalivedLine>,
  range: LineRange,
  owner: Owner | undefined,
  catalog: KeepalivedCatalog,
): InlayHint[] {
  const isShown = (line: number): boolean => line >= range.from && line < range.to;
  const times = (statement: KeepalivedStatement, path: string): InlayHint[] => {
    if (statement.lastLine < range.from || statement.keywordSpan.line >= range.to) return [];
    const fact = catalog.keyword(path, statement.keyword);
    const [value] = statement.words;
    const label = value && isShown(value.span.line) ? unitOf(value.text, fact?.unit) : undefined;
    const inner = path === '' ? statement.keyword : `${path}.${statement.keyword}`;
    return [
      ...(value && label !== undefined ? [{ kind: 'units' as const, span: value.span, label }] : []),
      ...statement.children.flatMap((child) => times(child, inner)),
    ];
  };
  const hosts = mentionsIn(block as unknown as Block).flatMap(({ kind, name, isDefinition, span }): InlayHint[] => {
    const host = kind === 'host' && !isDefinition && isShown(span.line) ? owner?.cluster.hostAt(name) : undefined;
    if (!host) return [];
    return [{ kind: 'hosts', span, label: host.name, tooltip: `This address belongs to host ${host.name}.` }];
  });
  return [...statementsOf(block).flatMap((statement) => times(statement, '')), ...hosts];
}

const milliseconds: Readonly<Record<string, number>> = { s: 1000, ms: 1, µs: 0.001 };

/** `s`, `s = 500 ms`, `s = 5 min`. */
function unitOf(value: string, unit: string | undefined): string | undefined {
  if (unit === undefined || !/^\d+(\.\d+)?$/.test(value) || Number(value) === 0) return undefined;
  // Fractions of a second are whole microseconds.
  const said = sayDuration(Math.round(Number(value) * (milliseconds[unit] ?? 1) * 1000) / 1000);
  return said === undefined || said === `${value} ${unit}` ? unit : `${unit} = ${said}`;
}
