import type { Span } from '../syntax/tree';
import type { JsonField, JsonValue } from './json-values';
import { closest } from '../text/closest';
import type { SourceProblem } from './source-text';

/** Takes typed values out of a manifest and reports those of another type. A missing value is no problem here. */
export class ManifestValues {
  constructor(private readonly problems: SourceProblem[]) {}

  report(span: Span, message: string, severity: SourceProblem['severity'] = 'error'): void {
    this.problems.push({ span, message, severity });
  }

  /**
   * The properties of an object by name, without those nobody knows. The last of two with one name counts, as in JSON.
   *
   * @param refused names that are refused for a reason of their own
   */
  fields(
    value: JsonValue | undefined,
    what: string,
    known: readonly string[],
    refused?: { readonly names: RegExp; readonly why: string },
  ): Map<string, JsonValue> {
    const fields = new Map<string, JsonValue>();
    for (const { key, keySpan, value: inner } of this.entries(value)) {
      if (known.includes(key)) fields.set(key, inner);
      else if (refused?.names.test(key)) this.report(keySpan, refused.why);
      else this.report(keySpan, `${what} has no property ${key}${didYouMean(closest(key, known)[0])}`, 'warning');
    }
    return fields;
  }

  /** The properties of an object, whatever their names; a repeated name is reported. */
  entries(value: JsonValue | undefined): JsonField[] {
    if (!this.isOf(value, 'object', 'an object in braces')) return [];
    const seen = new Set<string>();
    for (const { key, keySpan } of value.fields()) {
      if (seen.has(key)) this.report(keySpan, `${key} is there twice`);
      seen.add(key);
    }
    return value.fields();
  }

  /** A property an object cannot do without. */
  required(
    fields: ReadonlyMap<string, JsonValue>,
    key: string,
    what: string,
    whole: JsonValue,
  ): ManifestText | undefined {
    const value = fields.get(key);
    if (value) return new ManifestText(value, this);
    if (whole.type === 'object') this.report(whole.span, `${what} needs the property ${key}`);
    return undefined;
  }

  list(value: JsonValue | undefined): JsonValue[] {
    return this.isOf(value, 'array', 'a list in brackets') ? value.items() : [];
  }

  text(value: JsonValue | undefined): ManifestText | undefined {
    return value && new ManifestText(value, this);
  }

  /** The strings of a list, with their places. */
  texts(value: JsonValue | undefined): { text: string; span: Span }[] {
    return this.list(value).flatMap((item) => new ManifestText(item, this).matching(/^/, 'a text') ?? []);
  }

  textsWhere(value: JsonValue | undefined, fits: (text: string) => boolean, what: string): string[] {
    return this.texts(value).flatMap(({ text, span }) => {
      if (fits(text)) return [text];
      this.report(span, `${what} is expected here`);
      return [];
    });
  }

  /** One of several words; `synonyms` are words people write instead. */
  oneOf<T extends string>(
    value: JsonValue | undefined,
    words: readonly T[],
    what: string,
    synonyms: Readonly<Record<string, T>> = {},
  ): T | undefined {
    const found = this.text(value)?.matching(/^/, `one of ${words.join(', ')}`);
    if (!found) return undefined;
    const word = words.find((each) => each === found.text);
    if (word) return word;
    const meant = new Map(Object.entries(synonyms)).get(found.text.toLowerCase()) ?? closest(found.text, words)[0];
    const advice = meant === undefined ? `; use one of ${words.join(', ')}` : didYouMean(meant);
    this.report(found.span, `there is no ${what} ${found.text}${advice}`);
    return undefined;
  }

  boolean(value: JsonValue | undefined): boolean | undefined {
    return this.isOf(value, 'boolean', 'true or false') ? value.scalar === true : undefined;
  }

  /** A TCP port. */
  port(value: JsonValue | undefined): number | undefined {
    if (!this.isOf(value, 'number', 'a port number without quotes')) return undefined;
    const number = Number(value.scalar);
    if (Number.isInteger(number) && number > 0 && number < 65536) return number;
    this.report(value.span, 'a port is a whole number from 1 to 65535');
    return undefined;
  }

  /** Whether a value is there and has this type; another type is reported. */
  isOf(value: JsonValue | undefined, type: string, what: string): value is JsonValue {
    if (!value || value.type === type) return value !== undefined;
    this.report(value.span, `${what} is expected here`);
    return false;
  }
}

/** A value that should be a string. */
export class ManifestText {
  constructor(
    readonly value: JsonValue,
    private readonly values: ManifestValues,
  ) {}

  /** The string with the place between its quotes, when it has this form; anything else is reported. */
  matching(pattern: RegExp, what: string): { text: string; span: Span } | undefined {
    const text = String(this.value.scalar);
    if (this.value.type === 'string' && pattern.test(text)) return { text, span: this.value.textSpan };
    const quotes = this.value.type === 'number' ? ', in quotes' : '';
    this.values.report(this.value.span, `${what} is expected here${quotes}`);
    return undefined;
  }
}

function didYouMean(name: string | undefined): string {
  return name === undefined ? '' : `; did you mean ${name}?`;
}
