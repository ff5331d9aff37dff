import type { Host } from '../../model/host';
import type { Setting } from '../../model/setting';
import { simultaneousWriters, type Writers } from '../../model/writers';
import type { Span } from '../../syntax/tree';
import { differing } from '../combinators/differing';
import { repeated } from '../combinators/repeated';
import type { Edit, Fix, Report } from '../finding';
import { onePerPlace, setBelow, setValue } from '../option-edits';
import { clusterRule } from '../rule';

export default clusterRule({
  severity: 'error',
  summary: 'hosts that write at the same time hand out the same auto-increment ids',
  *check(cluster) {
    const writers = simultaneousWriters(cluster);
    if (!writers || haveTablesOfTheirOwn(writers.hosts)) return;
    for (const found of collisions(writers.hosts)) {
      yield { ...found, severity: writers.isCertain ? 'error' : 'warning', fixes: () => renumber(writers) };
    }
  },
});

const outcome = 'they hand out the same ids, and replication stops with error 1062 on both sides';

function* collisions(hosts: readonly Host[]): Generator<Report> {
  const increments = differing(hosts, (host) => String(incrementOf(host)));
  if (increments) {
    const { wanted, agreeing, deviating } = increments;
    for (const host of deviating) {
      yield* at(
        host,
        agreeing[0],
        `${host.name} counts in steps of ${incrementOf(host)}, ${agreeing[0].name} in steps of ${wanted}: sooner or later ${outcome}`,
      );
    }
    return;
  }
  const [first, ...others] = hosts as [Host, ...Host[]];
  const step = incrementOf(first);
  if (step < hosts.length) {
    const all = hosts.map(({ name }) => name).join(', ');
    yield* at(
      first,
      others[0] ?? first,
      `${hosts.length} hosts write (${all}) and auto_increment_increment is ${step}: ${outcome}`,
    );
    return;
  }
  for (const { item, first: other } of repeated(hosts, (host) => String(offsetOf(host) % step))) {
    yield* at(
      item,
      other,
      `auto_increment_offset ${offsetOf(item)} of ${item.name} meets ${offsetOf(other)} of ${other.name} in steps of ${step}: ${outcome}`,
    );
  }
}

/** A report at the line of a host that takes part, unless none of its files sets anything. */
function* at(host: Host, other: Host, message: string): Generator<Report> {
  const [span, related] = [placeOf(host), placeOf(other)];
  if (span)
    yield {
      span,
      message,
      related:
        related && related !== span
          ? [
              {
                span: related,
                message: `${other.name} counts ${offsetOf(other)}, ${offsetOf(other) + incrementOf(other)}, ...`,
              },
            ]
          : [],
    };
}

function placeOf(host: Host): Span | undefined {
  const setting = lineOf(host);
  return setting?.valueSpan ?? setting?.nameSpan;
}

/** The line that numbers rows, or the one that makes the host a member of the cluster. */
function lineOf({ options }: Host): Setting | undefined {
  const names = ['auto_increment_offset', 'auto_increment_increment', 'server_id', 'log_bin'];
  return names.map((name) => options.effective(name)).find((setting) => setting !== undefined);
}

function incrementOf(host: Host): number {
  return numberOf(host, 'auto_increment_increment');
}

function offsetOf(host: Host): number {
  return numberOf(host, 'auto_increment_offset');
}

/** Both options are 1 by default, and the servers raise a 0 to 1. */
function numberOf({ options }: Host, name: string): number {
  const value = options.value(name) ?? '';
  return /^\d+$/.test(value) ? Math.max(1, Number(value)) : 1;
}

/** Gives every writer the same step, wide enough for all, and an offset of its own; good offsets stay. */
function renumber({ hosts, isCertain }: Writers): Fix[] {
  const steps = hosts.map(incrementOf);
  const step = Math.max(hosts.length, ...steps);
  const kept = new Map<number, Host>();
  for (const host of hosts) {
    const offset = offsetOf(host);
    if (offset <= step && !kept.has(offset)) kept.set(offset, host);
  }
  let next = 1;
  const edits = hosts.map((host): (Edit | undefined)[] => {
    let offset = offsetOf(host);
    if (kept.get(offset) !== host) {
      while (kept.has(next)) next++;
      kept.set(next, host);
      offset = next;
    }
    return write(host, { auto_increment_increment: step, auto_increment_offset: offset });
  });
  const title = `Let ${hosts.map(({ name }) => name).join(', ')} count in steps of ${step}, each with an offset of its own`;
  const isSafe = isCertain && steps.every((each) => each === step);
  return [{ title, safe: isSafe, edits: onePerPlace(edits.flat()) }];
}

/** Changes the lines a host has and adds those it lacks. */
function write(host: Host, wanted: Readonly<Record<string, number>>): (Edit | undefined)[] {
  const missing: Record<string, string> = {};
  const edits: (Edit | undefined)[] = [];
  for (const [name, value] of Object.entries(wanted)) {
    const setting = host.options.effective(name);
    if (!setting) missing[name] = String(value);
    else if (setting.value !== String(value)) edits.push(setValue(setting, String(value)));
  }
  const above = lineOf(host);
  return above ? [...edits, setBelow(above, missing)] : edits;
}

/** Whether each host replicates databases that no other one does: then no table gets rows from two of them. */
function haveTablesOfTheirOwn(hosts: readonly Host[]): boolean {
  const all = hosts.map(replicatedDatabases);
  const distinct = new Set(all.flatMap((databases) => [...databases]));
  return all.every(({ size }) => size > 0) && distinct.size === all.reduce((sum, { size }) => sum + size, 0);
}

function replicatedDatabases({ options }: Host): Set<string> {
  const databases = new Set<string>();
  for (const name of ['replicate_do_db', 'replicate_do_table', 'replicate_wild_do_table']) {
    for (const { value } of options.all(name)) if (value !== undefined) databases.add(value.split('.')[0] as string);
  }
  return databases;
}
