import { groupOf, type MyCnfLine } from '../syntax/mycnf';
import { type Block, perBlock, type Span } from '../syntax/tree';

/** One option as a file or a command line gives it, not yet weighed against the others. */
export interface Written {
  /** As written, with its dashes and prefixes. */
  readonly written: string;
  /** Decoded; undefined for a bare name. */
  readonly value: string | undefined;
  readonly nameSpan: Span;
  /** The value as it stands in the file, quotes included; undefined for a bare name. */
  readonly valueSpan: Span | undefined;
  /** The option group, lower-cased; undefined before the first group; `command line` for arguments of a container. */
  readonly group: string | undefined;
}

/** The options of one group block, in order. */
export const writtenIn = perBlock((block: Block<MyCnfLine>): readonly Written[] => {
  const group = groupOf(block);
  const found: Written[] = [];
  block.lines.forEach((line, index) => {
    if (line.kind !== 'setting') return;
    const span = (slice: { start: number; end: number }): Span => ({ block, line: index, ...slice });
    found.push({
      written: line.name,
      value: line.value,
      nameSpan: span(line.nameSlice),
      valueSpan: line.valueSlice && span(line.valueSlice),
      group,
    });
  });
  return found;
});

/** The group name of options given on the server's command line, which beat every file. */
export const commandLine = 'command line';

/** The group name of options in a `mysqld-auto.cnf`, which beat every option file. */
export const persisted = 'mysqld-auto.cnf';

/** An option of a host, under the name the server knows it by. */
export interface Setting extends Written {
  /** Lower case, underscores, prefixes resolved: `server_id`. */
  readonly name: string;
  /** `skip-` or `disable-` stood before it. */
  readonly negated: boolean;
  /** `loose-` stood before it. */
  readonly loose: boolean;
}

/** How the servers read a boolean: anything but these words means OFF (with a warning); a bare name means ON. */
export function isOn(setting: Setting): boolean {
  const on = setting.value === undefined || /^(on|true|1)$/i.test(setting.value);
  return setting.negated ? !on : on;
}
