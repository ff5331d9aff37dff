import type { OptionCatalog, OptionFact, Resolution, Target } from '../catalog/options';
import { groupOf, type MyCnfLine } from '../syntax/mycnf';
import type { Block } from '../syntax/tree';
import type { Host } from './host';
import { readsGroup } from './includes';
import { OptionKnowledge } from './option-knowledge';
import { programNames, seriesOf, understoodSeries } from '../catalog/release-series';
import { commandLine, type Written, writtenIn } from './setting';

/** An option in a group the server reads, under the name the server knows it by. */
export interface OptionLine extends Written {
  readonly resolution: Resolution;
  /** The server that reads the group: what is known of the file's server, and what the group's name adds. */
  readonly target: Target;
  /** False when the server is older or newer than the releases the catalogue has facts about. */
  readonly isKnown: boolean;
  /** What the releases that may read the option know of it; none while its name is unknown. */
  readonly facts: readonly OptionFact[];
  readonly knowledge: OptionKnowledge;
}

const none: readonly OptionFact[] = [];

/** What is known of whoever reads a file. */
interface Reader {
  readonly target: Target;
  readonly catalogs: { readonly options: OptionCatalog };
}

const known = new WeakMap<Block, { readonly key: string; readonly lines: readonly OptionLine[] }>();

/**
 * The options of a block that a server reads; none for the groups of client programs. Lines whose name cannot be a
 * name (`port: 3306`, `--port`) are left out, because the rule about syntax speaks of them.
 */
export function optionLines(block: Block<MyCnfLine>, { target, catalogs }: Reader): readonly OptionLine[] {
  const reader = readerOf(groupOf(block), target);
  if (!reader) return [];
  const key = `${reader.product} ${reader.series} ${reader.isGuess}`;
  const found = known.get(block);
  if (found?.key === key) return found.lines;
  const lines = linesOf(writtenIn(block), { target: reader, catalogs });
  known.set(block, { key, lines });
  return lines;
}

/** The options a host's server gets as arguments of its container, after those of every file. */
export function argumentLines(host: Host, catalogs: Reader['catalogs']): readonly OptionLine[] {
  const given = host.options.stream.filter(({ group }) => group === commandLine);
  return given.length === 0 ? [] : linesOf(given, { target: host.target, catalogs });
}

function linesOf(all: readonly Written[], { target, catalogs }: Reader): readonly OptionLine[] {
  const knowledge = OptionKnowledge.of(catalogs.options, target);
  const isKnown = isUnderstood(target, catalogs.options);
  return all
    .filter((written) => !malformation(written))
    .map((written): OptionLine => {
      const resolution = catalogs.options.resolve(written.written, target);
      const facts = resolution.known === 'no' ? none : knowledge.factsOf(resolution.name);
      return { ...written, resolution, target, isKnown, facts, knowledge };
    });
}

/** The server that reads a group, or undefined when the file's server does not. */
function readerOf(group: string | undefined, target: Target): Target | undefined {
  if (group === undefined || !readsGroup(group, target)) return undefined;
  const [, program = '', series] = /^([a-z_]+)(?:-([\d.]+))?$/.exec(group) ?? [];
  const product = productOf(program, series);
  if (product !== undefined && target.product !== undefined && product !== target.product) return undefined;
  const reader = product ?? target.product;
  const told = target.isGuess ? undefined : target.series;
  return {
    ...(reader && { product: reader }),
    ...((series ?? told) ? { series: series ?? (told as string) } : {}),
    // Of a server nobody has told the release of, only its own release reads such a group.
    ...(series !== undefined && series !== told && { isGuess: true }),
  };
}

/** Whether the catalogue reaches so far that a name it does not have can be called unknown. */
function isUnderstood({ product, series }: Target, catalog: OptionCatalog): boolean {
  if (product === undefined || series === undefined) return true;
  const oldest = understoodSeries(product)[0] ?? series;
  const newest = catalog.releases.findLast((release) => release.product === product)?.series ?? series;
  return numberOf(oldest) <= numberOf(series) && numberOf(series) <= numberOf(newest);
}

/** `10.11` as 10011, so that series can be compared. */
function numberOf(series: string): number {
  const [major = 0, minor = 0] = series.split('.').map(Number);
  return major * 1000 + minor;
}

/** Groups of one product's own; `mysqld-10.11` can only mean MariaDB, `mysqld-8.0` only MySQL. */
function productOf(program: string, series: string | undefined): Target['product'] {
  if (/^(mariadbd?|galera|client)$/.test(program)) return 'mariadb';
  if (program === 'mysql_cluster') return 'mysql';
  if (series === undefined) return undefined;
  const [isMariadb, isMysql] = [seriesOf('mariadb', series) !== undefined, seriesOf('mysql', series) !== undefined];
  return isMariadb === isMysql ? undefined : isMariadb ? 'mariadb' : 'mysql';
}

/**
 * How a line fails to be `name` or `name = value`. The servers take the whole of it for a name they do not know.
 * - `dashes`: written as on a command line, `--port = 3306`
 * - `colon`: `port: 3306`
 * - `blank`: `port 3306`
 * - `no-name`: `= 3306`
 */
export type Malformation = 'dashes' | 'colon' | 'blank' | 'no-name';

/** What hinders a line from being an option; undefined for a good one. A `;` begins no comment, which is another matter. */
export function malformation({ written, value }: Pick<Written, 'written' | 'value'>): Malformation | undefined {
  if (written === '') return 'no-name';
  if (written.startsWith('-')) return 'dashes';
  if (value !== undefined || written.includes(';')) return undefined;
  if (/^[\w.-]+\s*:/.test(written)) return 'colon';
  return /^[\w.-]+\s/.test(written) ? 'blank' : undefined;
}

/** A target in words: `MariaDB 10.11`, `MySQL`, `neither MariaDB nor MySQL` in front of a verb. */
export function nameOfTarget({ product, series }: Target): string {
  if (product === undefined) return 'neither MariaDB nor MySQL';
  return series === undefined ? programNames[product] : `${programNames[product]} ${series}`;
}

/** Whether the server looks at the value at all: behind `skip-`, `disable-` and `enable-` it only asks whether it is 0. */
export function readsValue({ resolution }: OptionLine): boolean {
  return !resolution.negated && !resolution.enabled;
}

/** What becomes of a server that refuses an option's value. */
export interface RefusalOutcome {
  /** Whether the server is sure not to start. */
  readonly isFatal: boolean;
  readonly severity: 'error' | 'warning';
  /** What the server does, as in `the server does not start`. */
  readonly does: string;
}

/**
 * What a refused value does. InnoDB and Aria are indispensable; of any other plugin the server lets go. Behind `loose-`
 * MariaDB goes on with another value, and MySQL does so for the options of InnoDB (10.11 and 9.7, tried).
 * A bad switch of a plugin costs MariaDB the plugin, InnoDB's own the start; MySQL refuses them all.
 */
export function outcomeOf({ facts, resolution, target }: OptionLine): RefusalOutcome {
  if (target.isGuess) return { isFatal: false, severity: 'error', does: 'does not start where this group is read' };
  const isOfEngine = facts.every(({ name }) => /^(innodb|aria)_/.test(name));
  if (resolution.loose && (target.product !== 'mysql' || isOfEngine)) {
    return { isFatal: false, severity: 'warning', does: 'goes on with a value of its own' };
  }
  const isLetGo = target.product !== 'mysql' && facts.some(isActivation);
  return isIndispensable(facts) && !isLetGo
    ? { isFatal: true, severity: 'error', does: 'does not start' }
    : { isFatal: false, severity: 'warning', does: 'goes on without the plugin' };
}

/** Whether the server cannot do without what the option belongs to. MariaDB brings `feedback` along, as a plugin. */
export function isIndispensable(facts: readonly OptionFact[]): boolean {
  return facts.every(({ name, plugin }) =>
    plugin === undefined ? !name.startsWith('feedback_') : /^(innodb|aria)_/.test(name),
  );
}

/** Whether an option says nothing but whether a plugin is wanted, as `innodb_metrics` and `partition` do. */
function isActivation({ name, values }: OptionFact): boolean {
  return name !== 'innodb' && values?.includes('FORCE_PLUS_PERMANENT') === true;
}
