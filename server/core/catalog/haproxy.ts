import { byName } from './by-name';
import { closest } from '../text/closest';
import { type HaproxyArgumentData, HaproxyArgumentForms } from './haproxy-argument-forms';
import type { HaproxyData, KeywordRecord, NamedRecord, OptionRecord } from './haproxy-data';
import type { Form } from './haproxy-forms';
import { HaproxyReleases } from './haproxy-releases';
import { type HaproxySampleData, HaproxySamples } from './haproxy-samples';

export type { HaproxyData } from './haproxy-data';

/** The keyword that opens a section; a later release may bring one that is not listed here. */
export type HaproxySection =
  | ('global' | 'defaults' | 'frontend' | 'listen' | 'backend')
  | ('peers' | 'resolvers' | 'mailers' | 'userlist' | 'cache' | 'program' | 'ring' | 'http-errors' | 'log-forward')
  | ('fcgi-app' | 'crt-store' | 'traces' | 'log-profile' | 'acme' | 'healthcheck' | 'namespace_list');

export interface KeywordFact {
  /** Without arguments and parentheses, e.g. 'timeout client', 'http-request', 'http-check set-var'. */
  readonly name: string;
  /** Where it is accepted, with or without effect. */
  readonly sections: readonly HaproxySection[];
  /** Where it is accepted with a warning and has no effect. */
  readonly ignoredIn?: readonly HaproxySection[];
  /** Whether a defaults section that takes it needs a name. */
  readonly namedDefaultsOnly?: boolean;
  /** Whether `no` and `default` may stand before it. */
  readonly negatable?: boolean;
  /** Grammar from the manual, one form a line. */
  readonly signature?: string;
  /** Number of arguments, where the daemon itself counts them. */
  readonly min?: number;
  readonly max?: number;
  /** Type of the one argument, where the daemon refuses anything else. A bare 'time' is in milliseconds. */
  readonly argument?: 'time' | 'size' | 'integer';
  /** The first release that takes it, absent for the oldest this catalogue knows. */
  readonly since?: string;
  /** The first release that no longer takes it. */
  readonly removed?: string;
  readonly deprecated?: string;
  /** What to write instead of a removed or deprecated keyword. */
  readonly replacement?: string;
  readonly note?: string;
  readonly link: string;
}

export interface KeywordAnswer {
  /**
   * 'newer' and 'removed' speak of the given release; without one, a keyword of any release is known.
   * 'wrong-section': known, but not in this section.
   */
  readonly status: 'known' | 'wrong-section' | 'unknown' | 'removed' | 'newer';
  readonly fact?: KeywordFact;
  /** How many of the words the keyword is, `no` included; of an unknown one, how many to point at. */
  readonly length: number;
}

export interface OptionAnswer {
  readonly known: boolean;
  /** Whether the next word belongs to it; 'none' for an unknown one. */
  readonly argument: 'none' | 'required' | 'optional';
  readonly signature?: string;
  /** Refused on default-server lines. */
  readonly serverOnly?: boolean;
  readonly since?: string;
  readonly removed?: string;
  readonly note?: string;
}

/** A keyword as suggestions compare it with what somebody wrote. */
interface KeywordName {
  readonly name: string;
  /** Without blanks, hyphens and capitals. */
  readonly squeezed: string;
  /** In words. */
  readonly length: number;
}

const proxySections: readonly string[] = ['defaults', 'frontend', 'listen', 'backend'];
const sectionOrder: readonly string[] = ['global', ...proxySections];

/**
 * What haproxy 2.4 to 3.4 accepts in haproxy.cfg. Questions take a release such as '3.0'; without one, whatever any
 * release accepts counts as accepted. Of a release that is not in the list its neighbours are asked.
 */
export class HaproxyCatalog {
  readonly releases: readonly string[];
  private readonly order: HaproxyReleases;
  private readonly keywordRecords: ReadonlyMap<string, readonly KeywordRecord[]>;
  private readonly answers = new Map<string, Omit<KeywordAnswer, 'length'>>();
  private readonly serverOptionRecords: ReadonlyMap<string, readonly OptionRecord[]>;
  private readonly bindOptionRecords: ReadonlyMap<string, readonly OptionRecord[]>;
  /** Forms of arguments that hold whatever the release is. */
  private readonly commonForms = new Map<string, readonly Form[] | undefined>();
  /** The names of a section's keywords, by section and release. */
  private readonly sectionNames = new Map<string, readonly KeywordName[]>();
  /** The actions of a rule keyword, by keyword and release. */
  private readonly actionNames = new Map<string, readonly string[]>();
  /** First words that a second word completes, such as 'timeout'. */
  private readonly families = new Set<string>();

  /**
   * @param data keywords and options
   * @param generatedForms what they take, as daemons answered, and what was written by hand
   * @param samples what expressions are made of
   */
  static from(
    data: HaproxyData,
    generatedForms: HaproxyArgumentData = { arguments: [] },
    writtenForms: HaproxyArgumentData = { arguments: [] },
    samples: HaproxySampleData = { releases: data.releases, fetches: [], converters: [], aclKeywords: [] },
  ): HaproxyCatalog {
    const forms = new HaproxyArgumentForms(data.releases, generatedForms, writtenForms);
    return new HaproxyCatalog(data, forms, new HaproxySamples(samples));
  }

  private constructor(
    private readonly data: HaproxyData,
    /** What keywords take. */
    readonly forms: HaproxyArgumentForms,
    readonly samples: HaproxySamples,
  ) {
    this.releases = data.releases;
    this.order = new HaproxyReleases(data.releases);
    this.serverOptionRecords = byName(data.serverOptions);
    this.bindOptionRecords = byName(data.bindOptions);
    this.keywordRecords = byName(data.keywords);
    for (const record of data.keywords) {
      const blank = record.name.indexOf(' ');
      if (blank > 0) this.families.add(record.name.slice(0, blank));
    }
  }

  isSection(word: string, release?: string): boolean {
    return this.named(this.data.sections, release).includes(word);
  }

  sections(release?: string): readonly HaproxySection[] {
    return this.named(this.data.sections, release).sort(inSectionOrder) as HaproxySection[];
  }

  /**
   * The keyword that the leading words of a line form.
   * @param words of the line, quotes and escapes resolved; what a variable stands for cannot be known here
   */
  keyword(words: readonly string[], section: HaproxySection, release?: string): KeywordAnswer {
    const prefix = words[0] === 'no' || words[0] === 'default' ? 1 : 0;
    const rest = words.slice(prefix);
    const answers = candidates(rest).flatMap(({ name, length }) => this.judge(name, length, section, release));
    const found = answers.find(({ status }) => status === 'known') ?? answers[0];
    if (!found) {
      const completed = this.families.has(rest[0] ?? '') && rest.length > 1;
      return { status: 'unknown', length: Math.min(words.length, prefix + (completed ? 2 : 1)) };
    }
    const refusesPrefix = prefix > 0 && found.status === 'known' && found.fact?.negatable !== true;
    return { ...found, status: refusesPrefix ? 'unknown' : found.status, length: found.length + prefix };
  }

  /** Keywords of the section that misspelt words may mean, best first. */
  suggest(words: readonly string[], section: HaproxySection, release?: string): readonly string[] {
    const rest = words[0] === 'no' || words[0] === 'default' ? words.slice(1) : words;
    const names = this.namesIn(section, release);
    const found = new Set<string>();
    for (const { name } of candidates(rest)) {
      const replacement = this.keywordRecords.get(name)?.find((record) => record.replacement)?.replacement;
      if (names.some((each) => each.name === replacement)) found.add(replacement as string);
    }
    for (const length of [3, 2, 1]) {
      if (rest.length < length) continue;
      const text = rest.slice(0, length).join(' ');
      const squeezed = squeeze(text);
      // A blank or hyphen too many, or a first word left out: `timeout-client`, `httpchk`.
      for (const each of names) {
        if (each.squeezed === squeezed || (length === 1 && each.name.endsWith(` ${text}`))) found.add(each.name);
      }
      const sameLength = names.filter((each) => each.length === length).map(({ name }) => name);
      for (const name of closest(text, sameLength)) found.add(name);
    }
    return [...found];
  }

  /** Facts about all keywords of a section, by name. */
  keywords(section: HaproxySection, release?: string): readonly KeywordFact[] {
    return this.namesIn(section, release).flatMap(({ name }) => {
      const { fact } = this.judge(name, 1, section, release)[0] ?? {};
      return fact ? [fact] : [];
    });
  }

  /**
   * The forms of arguments that a release takes; without one those of all releases that know the name. Undefined where
   * one of them may take anything.
   *
   * @param of `server`, `bind`, `action`, or a section, see data/haproxy-arguments.json
   */
  argumentForms(of: string, name: string, release: string | undefined): readonly Form[] | undefined {
    if (release !== undefined || of === 'action') return this.forms.formsOf(of, name, release);
    const question = `${of}\n${name}`;
    if (!this.commonForms.has(question)) this.commonForms.set(question, this.formsOfAll(of, name));
    return this.commonForms.get(question);
  }

  private formsOfAll(of: string, name: string): readonly Form[] | undefined {
    const known = this.forms.asked.filter((release) => this.knows(of, name, release));
    const each = known.map((release) => this.forms.formsOf(of, name, release));
    const taken = each.filter((forms) => forms !== undefined);
    return taken.length === 0 || taken.length < each.length ? undefined : [...new Set(taken.flat())];
  }

  private knows(of: string, name: string, release: string): boolean {
    if (of === 'server') return this.serverOption(name, release).known;
    if (of === 'bind') return this.bindOption(name, release).known;
    return this.keyword(name.split(' '), of as HaproxySection, release).status === 'known';
  }

  serverOption(name: string, release?: string): OptionAnswer {
    return this.option(this.serverOptionRecords, name, release);
  }

  bindOption(name: string, release?: string): OptionAnswer {
    return this.option(this.bindOptionRecords, name, release);
  }

  serverOptions(release?: string): readonly string[] {
    return this.named(this.data.serverOptions, release);
  }

  bindOptions(release?: string): readonly string[] {
    return this.named(this.data.bindOptions, release);
  }

  suggestServerOption(name: string, release?: string): readonly string[] {
    return closest(name.toLowerCase().replaceAll('_', '-'), this.serverOptions(release));
  }

  suggestBindOption(name: string, release?: string): readonly string[] {
    return closest(name.toLowerCase().replaceAll('_', '-'), this.bindOptions(release));
  }

  /** Names behind `balance`; some take an argument in parentheses or as the next word. */
  balanceAlgorithms(release?: string): readonly string[] {
    return this.named(this.data.balance, release);
  }

  /**
   * Actions of a rule keyword, without arguments and parentheses; 'track-sc' stands for track-sc0 and so on. Actions
   * that a Lua script registers are called 'lua.' and a name, and are not in the list.
   * @param keyword e.g. 'http-request', 'tcp-request content'
   */
  actions(keyword: string, release?: string): readonly string[] {
    const question = `${keyword} ${release ?? ''}`;
    let names = this.actionNames.get(question);
    if (!names) {
      const actions = this.data.actions.filter(({ rules }) => rules.split(', ').includes(keyword));
      this.actionNames.set(question, (names = this.named(actions, release)));
    }
    return names;
  }

  private named(records: readonly NamedRecord[], release: string | undefined): string[] {
    const places = this.order.about(release);
    const names = records.filter((record) => this.order.includes(record.releases, places)).map(({ name }) => name);
    return [...new Set(names)];
  }

  private namesIn(section: string, release: string | undefined): readonly KeywordName[] {
    const question = `${section} ${release ?? ''}`;
    let names = this.sectionNames.get(question);
    if (!names) {
      const places = this.order.about(release);
      names = [...this.keywordRecords].flatMap(([name, records]) =>
        records.some((record) => this.isTaken(record, section, places))
          ? [{ name, squeezed: squeeze(name), length: name.split(' ').length }]
          : [],
      );
      this.sectionNames.set(question, names);
    }
    return names;
  }

  private isTaken(record: KeywordRecord, section: string, places: readonly number[]): boolean {
    return record.removed === undefined && isIn(record, section) && this.order.includes(record.releases, places);
  }

  /** The answer for a name, or none when no release knows it. */
  private judge(name: string, length: number, section: string, release: string | undefined): KeywordAnswer[] {
    const records = this.keywordRecords.get(name);
    if (!records) return [];
    const question = [name, section, release].join('\n');
    let answer = this.answers.get(question);
    if (!answer) this.answers.set(question, (answer = this.answer(records, section, this.order.about(release))));
    return [{ ...answer, length }];
  }

  private answer(
    records: readonly KeywordRecord[],
    section: string,
    places: readonly number[],
  ): Omit<KeywordAnswer, 'length'> {
    const here = records.filter((record) => isIn(record, section));
    const taken = here.filter((record) => this.isTaken(record, section, places));
    if (taken.length > 0) return { status: 'known', fact: this.fact(records, taken, places) };
    const first = Math.min(...here.map(({ releases }) => this.order.range(releases)[0]));
    const isNewer = here.every(({ removed }) => removed === undefined) && first > Math.max(...places);
    const status = here.length === 0 ? 'wrong-section' : isNewer ? 'newer' : 'removed';
    return { status, fact: this.fact(records, here.length > 0 ? here : records, places) };
  }

  /** @param about the records of the name that the question is about */
  private fact(
    records: readonly KeywordRecord[],
    about: readonly KeywordRecord[],
    places: readonly number[],
  ): KeywordFact {
    const newest = about.at(-1) as KeywordRecord;
    const alike = records.filter((record) => placesOf(record).some((section) => isIn(newest, section)));
    // The newest record of those that share sections has what is common to all.
    const { name, form, arity, argument, named, negatable, deprecated, replacement, note } = alike.at(
      -1,
    ) as KeywordRecord;
    const current = records.filter((record) => this.order.includes(record.releases, places) && !record.removed);
    const accepted = new Set(current.flatMap((record) => words(record.in)));
    const ignored = current.flatMap((record) => words(record.ignored)).filter((section) => !accepted.has(section));
    const sections = [...new Set([...accepted, ...ignored])].flatMap((section) =>
      section === '*' ? this.data.sections.map((each) => each.name) : [section],
    );
    const [min, max] = arity?.split('-').map(Number) ?? [];
    const limits = newest.removed
      ? { removed: newest.removed }
      : this.order.limits(alike.map((record) => record.releases));
    return {
      name,
      sections: sections.sort(inSectionOrder) as HaproxySection[],
      ...(ignored.length > 0 && { ignoredIn: ignored.sort(inSectionOrder) as HaproxySection[] }),
      ...(named === true && { namedDefaultsOnly: true }),
      ...(negatable === true && { negatable: true }),
      ...(form !== undefined && { signature: signatureOf(name, form) }),
      ...(min !== undefined && max !== undefined && { min, max }),
      ...(argument !== undefined && { argument: argument as 'time' | 'size' | 'integer' }),
      ...limits,
      ...(deprecated !== undefined && { deprecated }),
      ...(replacement !== undefined && { replacement }),
      ...(note !== undefined && { note }),
      link: this.manual(newest, places),
    };
  }

  /** The keyword in the manual of the newest release in question that has it. */
  private manual(record: KeywordRecord, places: readonly number[]): string {
    const [first, last] = this.order.range(record.releases);
    const place = Math.min(Math.max(first, places.at(-1) ?? last), last);
    const chapter = words(record.in).some((section) => proxySections.includes(section)) ? '4-' : '';
    return `https://docs.haproxy.org/${this.releases[place]}/configuration.html#${chapter}${encodeURIComponent(record.name)}`;
  }

  private option(
    records: ReadonlyMap<string, readonly OptionRecord[]>,
    word: string,
    release: string | undefined,
  ): OptionAnswer {
    const name = withoutParentheses(word);
    const places = this.order.about(release);
    const named = records.get(name) ?? [];
    const record = named.find(({ releases }) => this.order.includes(releases, places));
    const limits = named.length > 0 ? this.order.limits(named.map(({ releases }) => releases)) : {};
    if (!record) return { known: false, argument: 'none', ...limits };
    return {
      known: true,
      argument: record.argument as OptionAnswer['argument'],
      ...(record.form !== undefined && { signature: signatureOf(name, record.form) }),
      ...(record.serverOnly === true && { serverOnly: true }),
      ...limits,
      ...(record.note !== undefined && { note: record.note }),
    };
  }
}

/** Names that the leading words may form, longest first; parentheses end a name. */
function candidates(words: readonly string[]): { readonly name: string; readonly length: number }[] {
  return [3, 2, 1]
    .filter(
      (length) =>
        length <= words.length &&
        !words
          .slice(0, length - 1)
          .join('')
          .includes('('),
    )
    .map((length) => ({ name: withoutParentheses(words.slice(0, length).join(' ')), length }));
}

function withoutParentheses(text: string): string {
  const open = text.indexOf('(');
  return open < 0 ? text : text.slice(0, open);
}

function squeeze(text: string): string {
  return text.toLowerCase().replaceAll(/[-_ ]/g, '');
}

function words(text: string | undefined): string[] {
  return text === undefined || text === '' ? [] : text.split(' ');
}

function placesOf(record: KeywordRecord): string[] {
  return [...words(record.in), ...words(record.ignored)];
}

function isIn(record: KeywordRecord, section: string): boolean {
  const places = placesOf(record);
  return places.includes(section) || places.includes('*');
}

function signatureOf(name: string, form: string): string {
  return form
    .split('\n')
    .map((line) => (line.startsWith('(') ? name + line : `${name} ${line}`.trimEnd()))
    .join('\n');
}

function inSectionOrder(a: string, b: string): number {
  const [placeA, placeB] = [sectionOrder.indexOf(a), sectionOrder.indexOf(b)];
  if (placeA >= 0 && placeB >= 0) return placeA - placeB;
  if (placeA >= 0 || placeB >= 0) return placeB - placeA;
  return a < b ? -1 : a > b ? 1 : 0;
}
