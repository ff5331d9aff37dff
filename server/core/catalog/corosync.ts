import { closest } from '../text/closest';

/** What data/corosync.json holds: facts about corosync 2.4 to 3.1, each with the place it was found at. */
export interface CorosyncData {
  readonly sections: readonly {
    readonly path: string;
    readonly since?: string;
    readonly removed?: string;
    readonly note?: string;
    readonly source: string;
  }[];
  readonly keys: readonly {
    /** Paths of the sections that take the key, separated by blanks. */
    readonly in: string;
    readonly key: string;
    /** Absent where `values` show it, and for an integer. */
    readonly type?: string;
    /** Limits of an integer where they are not those of 32 bits without a sign. */
    readonly min?: number;
    readonly max?: number | string;
    /** Words it takes, separated by blanks. */
    readonly values?: string;
    readonly default?: string;
    readonly since?: string;
    readonly removed?: string;
    readonly deprecated?: string;
    readonly required?: boolean;
    readonly repeatable?: boolean;
    readonly checked?: boolean;
    readonly transport?: string;
    readonly note: string;
    /** Manual page, or file of corosync's source, that shows the fact. */
    readonly source: string;
  }[];
}

/** What a value has to be. A 'boolean' takes only the words in `values`, which differ from key to key. */
export type KeyType = 'integer' | 'number' | 'enum' | 'boolean' | 'string' | 'address' | 'path';

export interface KeyFact {
  /** Dotted path, e.g. 'totem.interface'. */
  readonly section: string;
  readonly key: string;
  readonly type: KeyType;
  /** Limits of an integer; max of a 64-bit one is rounded to a double. */
  readonly min?: number;
  readonly max?: number;
  readonly values?: readonly string[];
  /** As the manual writes it; a formula where it holds a blank. */
  readonly default?: string;
  /** Versions of corosync; a key of 2.4 or before has no `since`. */
  readonly since?: string;
  readonly removed?: string;
  readonly deprecated?: string;
  readonly required?: boolean;
  readonly repeatable?: boolean;
  /** Whether corosync itself refuses a bad value; otherwise it stores whatever is written. */
  readonly checked: boolean;
  /** Transports that use the key; absent for all. */
  readonly transport?: readonly string[];
  readonly note: string;
  readonly link: string;
}

export interface SectionFact {
  /** Whether corosync 2.4 or later reads the section. */
  readonly known: boolean;
  /** The version that stopped reading it. */
  readonly removedIn?: string;
  readonly since?: string;
  readonly note?: string;
}

/** Versions this product knows begin with this one; what it does not read is as good as unknown. */
const oldest = [2, 4];

/** Knowledge of corosync.conf; corosync(8) ignores unknown keys and sections in silence, so somebody has to tell. */
export class CorosyncCatalog {
  private readonly known = new Map<string, SectionFact>();
  private readonly facts = new Map<string, Map<string, KeyFact>>();

  static from(data: CorosyncData): CorosyncCatalog {
    return new CorosyncCatalog(data);
  }

  private constructor({ sections, keys }: CorosyncData) {
    for (const { path, since, removed, note } of sections) {
      const known = removed === undefined || compareVersions(removed, oldest) > 0;
      this.known.set(path, {
        known,
        ...(removed !== undefined && { removedIn: removed }),
        ...(since !== undefined && { since }),
        ...(note !== undefined && { note }),
      });
      this.facts.set(path, new Map());
    }
    for (const record of keys) {
      for (const section of record.in.split(' ')) {
        for (const key of spellings(record.key)) this.facts.get(section)?.set(key, keyFact(record, section, key));
      }
    }
  }

  /** Paths of all sections that corosync 2.4 or later reads. */
  sections(): readonly string[] {
    return [...this.known].filter(([, { known }]) => known).map(([path]) => path);
  }

  /** @param path dotted, e.g. 'nodelist.node' */
  section(path: string): SectionFact {
    return this.known.get(path) ?? { known: false };
  }

  /** The fact about a key of a section, undefined when corosync ignores the key or the section. */
  key(path: string, name: string): KeyFact | undefined {
    const keys = this.facts.get(path);
    return keys?.get(name) ?? (/^exec_./.test(name) ? keys?.get('exec_NAME') : undefined);
  }

  keys(path: string): readonly KeyFact[] {
    return [...(this.facts.get(path)?.values() ?? [])];
  }

  /** Keys of the section that a misspelt one may mean, best first. */
  suggest(path: string, name: string): readonly string[] {
    const names = [...(this.facts.get(path)?.keys() ?? [])];
    const word = name.toLowerCase().replaceAll('-', '_');
    return names.includes(word) ? [word] : closest(word, names);
  }

  /**
   * Names of sections that a misspelt one may mean, best first.
   * @param path of the misspelt section itself, e.g. 'nodelist.nod'
   * @param name its last part
   */
  suggestSection(path: string, name: string): readonly string[] {
    const parent = parentOf(path);
    const siblings = this.sections().filter((each) => parentOf(each) === parent);
    const names = siblings.map((each) => each.slice(each.lastIndexOf('.') + 1));
    const word = name.toLowerCase();
    return names.includes(word) ? [word] : closest(word, names);
  }
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('.')));
}

/** The address of each of the eight links knet knows has a key of its own. */
function spellings(key: string): readonly string[] {
  return key === 'ringX_addr' ? Array.from({ length: 8 }, (_, link) => `ring${link}_addr`) : [key];
}

function keyFact(record: CorosyncData['keys'][number], section: string, key: string): KeyFact {
  const { transport, required } = record;
  const values = record.values?.split(' ');
  const type = record.type ?? (values === undefined ? 'integer' : values.every(isSwitch) ? 'boolean' : 'enum');
  const isInteger = type === 'integer';
  const isRequired = required === true && (record.key !== 'ringX_addr' || key === 'ring0_addr');
  return {
    section,
    key,
    type: type as KeyType,
    ...(isInteger && { min: record.min ?? 0, max: Number(record.max ?? 2 ** 32 - 1) }),
    ...(values !== undefined && { values }),
    ...(record.default !== undefined && { default: record.default }),
    ...(record.since !== undefined && { since: record.since }),
    ...(record.removed !== undefined && { removed: record.removed }),
    ...(record.deprecated !== undefined && { deprecated: record.deprecated }),
    ...(isRequired && { required: true }),
    ...(record.repeatable === true && { repeatable: true }),
    checked: record.checked === true,
    ...(transport !== undefined && { transport: transport.split(' ') }),
    note: record.note,
    link: manualOf(section, record.removed),
  };
}

function isSwitch(word: string): boolean {
  return /^(?:yes|no|on|off)$/.test(word);
}

/** The manual page that describes a section; what corosync 3 dropped is in the page of the last Debian with 2.4. */
function manualOf(section: string, removed: string | undefined): string {
  const page = section.startsWith('quorum.device')
    ? 'corosync-qdevice/corosync-qdevice.8'
    : section === 'quorum'
      ? 'corosync/votequorum.5'
      : 'corosync/corosync.conf.5';
  return `https://manpages.debian.org/${removed === undefined ? 'bookworm' : 'stretch'}/${page}.en.html`;
}

function compareVersions(version: string, other: readonly number[]): number {
  const numbers = version.split('.').map(Number);
  const at = other.findIndex((number, index) => numbers[index] !== number);
  return at < 0 ? 0 : (numbers[at] ?? 0) - (other[at] ?? 0);
}
