import { byName } from './by-name';
import { HaproxyReleases } from './haproxy-releases';

/** What data/haproxy-samples.json holds, see scripts/catalog/haproxy-samples-listing.mjs. */
export interface HaproxySampleData {
  readonly releases: readonly string[];
  readonly fetches: readonly FetchRecord[];
  readonly converters: readonly CallRecord[];
  readonly aclKeywords: readonly {
    readonly name: string;
    readonly fetch: string;
    readonly match: string;
    readonly releases?: string;
  }[];
}

interface CallRecord {
  readonly name: string;
  /** Types of the arguments, those that may be left out in brackets: `string[,integer]`. */
  readonly args: string;
  readonly releases?: string;
}

interface FetchRecord extends CallRecord {
  /** Type of the outcome. */
  readonly out: string;
  /** One letter for each place a sample can be asked at, `Y` where this one can. */
  readonly places: string;
}

/** A sample fetch or converter as some releases know it. */
export interface SampleFact {
  readonly min: number;
  readonly max: number;
  readonly types: readonly string[];
  /** Of a fetch. */
  readonly out?: string;
  readonly places?: string;
}

/** Where a sample is asked: columns of `places`. */
export const samplePlaces = {
  'frontend tcp-request connection': 0,
  'frontend tcp-request session': 1,
  'frontend tcp-request content': 2,
  'frontend http-request': 3,
  'frontend use_backend': 5,
  'backend tcp-request content': 6,
  'backend http-request': 7,
  'backend server': 9,
  'backend tcp-response content': 11,
  'backend http-response': 12,
  'backend stick store': 14,
  'frontend tcp-response content': 15,
  'frontend http-response': 16,
  log: 18,
} as const;

export type SamplePlace = keyof typeof samplePlaces;

/** Sample fetches and converters by release. Each answer lists what the releases in question know: none or several. */
export class HaproxySamples {
  private readonly order: HaproxyReleases;
  private readonly fetches: ReadonlyMap<string, FetchRecord[]>;
  /** What was answered, by fetch and release: every rule line asks. */
  private readonly fetchFacts = new Map<string, readonly SampleFact[]>();
  private readonly converters: ReadonlyMap<string, CallRecord[]>;
  private readonly aliases: ReadonlyMap<string, { readonly fetch: string; readonly match: string }>;

  constructor(data: HaproxySampleData) {
    this.order = new HaproxyReleases(data.releases);
    this.fetches = byName(data.fetches);
    this.converters = byName(data.converters);
    this.aliases = new Map(data.aclKeywords.map((each) => [each.name, each]));
  }

  /** A fetch; in an ACL also the names that carry a way to match, such as `path_beg`. */
  fetch(name: string, release: string | undefined, inAcl = false): readonly SampleFact[] {
    const own = (inAcl ? this.aliases.get(name)?.fetch : undefined) ?? name;
    const records = this.fetches.get(own);
    if (!records) return [];
    const question = `${own} ${release ?? ''}`;
    let facts = this.fetchFacts.get(question);
    if (!facts) {
      const places = this.order.about(release);
      facts = records.filter((record) => this.order.includes(record.releases, places)).map(factOf);
      this.fetchFacts.set(question, facts);
    }
    return facts;
  }

  converter(name: string, release: string | undefined): readonly SampleFact[] {
    const places = this.order.about(release);
    return (this.converters.get(name) ?? [])
      .filter((record) => this.order.includes(record.releases, places))
      .map(factOf);
  }

  /** How an ACL keyword such as `path_beg` matches: `beg`; undefined for plain fetches. */
  matchOf(name: string): string | undefined {
    return this.aliases.get(name)?.match;
  }
}

const facts = new WeakMap<CallRecord, SampleFact>();

function factOf(record: CallRecord | FetchRecord): SampleFact {
  let fact = facts.get(record);
  if (!fact) {
    const types = record.args.replaceAll(/[[\]]/g, '').split(',').filter(Boolean);
    const min = record.args.split('[')[0]?.split(',').filter(Boolean).length ?? 0;
    fact = { min, max: types.length, types, ...('out' in record && { out: record.out, places: record.places }) };
    facts.set(record, fact);
  }
  return fact;
}
