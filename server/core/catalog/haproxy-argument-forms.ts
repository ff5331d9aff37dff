import { type Form, readForm } from './haproxy-forms';
import { HaproxyReleases } from './haproxy-releases';

/** What data/haproxy-arguments.json and the hand-written data/haproxy-arguments-facts.json hold. */
export interface HaproxyArgumentData {
  /** The releases that were asked; absent from what was written by hand. */
  readonly releases?: readonly string[];
  readonly arguments: readonly ArgumentRecord[];
}

interface ArgumentRecord {
  /**
   * `server` and `bind` for options, `action` for actions, else the section; `listen` stands for all proxies that have no
   * record of their own.
   */
  readonly of: string;
  readonly name: string;
  readonly releases?: string;
  /** A form, see haproxy-forms.ts. */
  readonly takes: string;
}

/** What haproxy takes behind its keywords, by release. */
export class HaproxyArgumentForms {
  /** The releases whose daemons were asked. */
  readonly asked: readonly string[];
  private readonly records = new Map<string, ArgumentRecord[]>();
  private readonly order: HaproxyReleases;
  private readonly answers = new Map<string, readonly Form[] | undefined>();

  /**
   * @param releases all releases, oldest first
   * @param generated what was asked of daemons
   * @param written by hand; takes the place of everything generated under the same name
   */
  constructor(releases: readonly string[], generated: HaproxyArgumentData, written: HaproxyArgumentData) {
    this.order = new HaproxyReleases(releases);
    this.asked = generated.releases ?? releases;
    const names = new Set(written.arguments.map(keyOf));
    for (const record of [...generated.arguments.filter((each) => !names.has(keyOf(each))), ...written.arguments]) {
      const same = this.records.get(keyOf(record));
      if (same) same.push(record);
      else this.records.set(keyOf(record), [record]);
    }
  }

  /** Whether something is known of a name in this place. */
  has(of: string, name: string): boolean {
    return this.records.has(`${of}\n${name}`);
  }

  /**
   * The forms that the releases in question take, one of which the arguments must fit; undefined where one of the
   * releases may take anything.
   */
  formsOf(of: string, name: string, release: string | undefined): readonly Form[] | undefined {
    const question = `${of}\n${name}\n${release ?? ''}`;
    if (!this.answers.has(question)) this.answers.set(question, this.answer(`${of}\n${name}`, release));
    return this.answers.get(question);
  }

  private answer(key: string, release: string | undefined): readonly Form[] | undefined {
    const records = this.records.get(key);
    if (!records) return undefined;
    // Releases before the first that was asked are taken to be like it, and so are those after the last.
    const places = this.order.about(release);
    const ranges = records.map((record) => this.order.range(record.releases));
    const first = Math.min(...ranges.map(([from]) => from));
    const last = Math.max(...ranges.map(([, to]) => to));
    const asked = places.filter((place) => place >= first && place <= last);
    if (asked.length === 0) return undefined;
    const found = new Set<string>();
    for (const place of asked) {
      const taking = records.filter((_, at) => {
        const [from, to] = ranges[at] as readonly [number, number];
        return from <= place && place <= to;
      });
      // Between two releases that were asked either may be right.
      const near = taking.length > 0 ? taking : nearest(records, ranges, place);
      for (const { takes } of near) found.add(takes);
    }
    return [...found].map(readForm);
  }
}

function nearest(
  records: readonly ArgumentRecord[],
  ranges: readonly (readonly [first: number, last: number])[],
  place: number,
): ArgumentRecord[] {
  const before = Math.max(...ranges.map(([, to]) => to).filter((to) => to < place));
  const after = Math.min(...ranges.map(([from]) => from).filter((from) => from > place));
  return records.filter((_, at) => ranges[at]?.[1] === before || ranges[at]?.[0] === after);
}

function keyOf({ of, name }: ArgumentRecord): string {
  return `${of}\n${name}`;
}
