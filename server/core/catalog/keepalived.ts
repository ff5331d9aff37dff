interface KeywordData {
  /** Where it may stand: paths of blocks, separated by blanks; empty for the top. */
  readonly in: string;
  readonly name: string;
  readonly args?: string;
  readonly type?: string;
  /** Words it takes, separated by blanks. */
  readonly values?: string;
  readonly default?: string;
  readonly min?: number;
  readonly max?: number;
  readonly unit?: string;
  readonly required?: string;
  readonly note?: string;
}

/** What data/keepalived.json holds. */
export interface KeepalivedData {
  readonly source: string;
  readonly keywords: readonly KeywordData[];
}

/** A keyword of keepalived.conf inside one kind of block. */
export interface KeepalivedFact {
  readonly name: string;
  /** What stands behind it, or of `lines` what each line in its braces is: `ADDRESS [min_ttl NUMBER]`. */
  readonly args: string;
  /**
   * `flag` stands alone, `boolean` may, `block` has keywords in braces and `lines` anything else; the others are
   * `integer`, `number` (with a fraction), `enum`, `address`, `interface`, `script` and `string`.
   */
  readonly type: string;
  readonly values: readonly string[];
  readonly default: string | undefined;
  readonly min: number | undefined;
  readonly max: number | undefined;
  readonly unit: string | undefined;
  readonly required: boolean;
  readonly note: string | undefined;
}

/** The manual of all keywords. */
export const keepalivedManual = 'https://www.keepalived.org/manpage.html';

/** What keepalived takes (2.2, Debian 12). Blocks are named by their path: `vrrp_instance.authentication`. */
export class KeepalivedCatalog {
  private constructor(private readonly byBlock: ReadonlyMap<string, readonly KeepalivedFact[]>) {}

  static from({ keywords }: KeepalivedData): KeepalivedCatalog {
    const byBlock = new Map<string, KeepalivedFact[]>();
    for (const data of keywords) {
      const fact = factOf(data);
      for (const path of data.in.split(' ')) {
        const facts = byBlock.get(path);
        if (facts) facts.push(fact);
        else byBlock.set(path, [fact]);
      }
    }
    return new KeepalivedCatalog(byBlock);
  }

  /** Every block there is, by its path. */
  get blocks(): readonly string[] {
    return [...this.byBlock.keys()];
  }

  /** What may stand in a block; empty for one that holds no keywords. */
  keywords(block: string): readonly KeepalivedFact[] {
    return this.byBlock.get(block) ?? [];
  }

  keyword(block: string, name: string): KeepalivedFact | undefined {
    return this.keywords(block).find((fact) => fact.name === synonyms[name] || fact.name === name);
  }
}

/** Old names that keepalived still takes. */
const synonyms: Readonly<Record<string, string>> = {
  neighbour_ip: 'neighbor_ip',
  vrrp_track_file: 'track_file',
  lb_algo: 'lvs_sched',
  lb_kind: 'lvs_method',
};

function factOf({ name, args, type, values, default: standard, min, max, unit, required, note }: KeywordData) {
  const words = values?.split(' ') ?? (type === 'boolean' ? ['on', 'off'] : []);
  return {
    name,
    args: args ?? '',
    type: type ?? 'string',
    values: words,
    default: standard,
    min,
    max,
    unit,
    required: required !== undefined,
    note,
  };
}
