import { type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import type { Span } from '../syntax/tree';
import { nestingProblem } from './nesting';
import type { SourceProblem, SourceText } from './source-text';

/** A property of an object. */
export interface JsonField {
  readonly key: string;
  /** The key without its quotes. */
  readonly keySpan: Span;
  readonly value: JsonValue;
}

/**
 * Reads JSON with comments and trailing commas. Never throws: `root` is what could be read, undefined for a text
 * without any value.
 */
export function readJson(source: SourceText): { root: JsonValue | undefined; problems: SourceProblem[] } {
  const tooDeep = nestingProblem(source);
  if (tooDeep) return { root: undefined, problems: [tooDeep] };
  const errors: ParseError[] = [];
  const tree = parseTree(source.text, errors, { allowTrailingComma: true });
  const problems = errors.map(({ error, offset, length }): SourceProblem => {
    const message = syntaxErrors[printParseErrorCode(error)] ?? 'this is not JSON';
    return { span: source.span(offset, offset + length), message, severity: 'error' };
  });
  return { root: tree && new JsonValue(source, tree), problems };
}

const syntaxErrors: Readonly<Record<string, string>> = {
  PropertyNameExpected: 'a property name in double quotes is expected here',
  ValueExpected: 'a value is expected here',
  ColonExpected: 'a colon is expected here',
  CommaExpected: 'a comma is expected here',
  CloseBraceExpected: 'a closing brace is expected here',
  CloseBracketExpected: 'a closing bracket is expected here',
  EndOfFileExpected: 'nothing may follow the closing brace',
  UnexpectedEndOfComment: 'this comment has no end',
  UnexpectedEndOfString: 'this text has no closing quote',
  UnexpectedEndOfNumber: 'this number breaks off',
  InvalidNumberFormat: 'this is not a number',
  InvalidUnicode: 'four hexadecimal digits must follow \\u',
  InvalidEscapeCharacter: 'this character cannot follow a backslash',
  InvalidCharacter: 'control characters in a text must be escaped',
};

/** One value of a JSON text. */
export class JsonValue {
  constructor(
    private readonly source: SourceText,
    private readonly node: Node,
  ) {}

  /** `object`, `array`, `string`, `number`, `boolean` or `null`. */
  get type(): string {
    return this.node.type;
  }

  /** The value as it stands there, quotes included, or its first line. */
  get span(): Span {
    return this.source.span(this.node.offset, this.node.offset + this.node.length);
  }

  /** The line on which the value ends, counted from the file's first. */
  get lastLine(): number {
    const end = this.node.offset + this.node.length;
    return this.source.span(Math.max(this.node.offset, end - 1), end).line;
  }

  /** The characters of a string between its quotes. */
  get textSpan(): Span {
    return innerSpan(this.source, this.node);
  }

  /** The value of a string, a number or a boolean. */
  get scalar(): unknown {
    return this.node.value as unknown;
  }

  /** The properties of an object, in order, repeated ones too. */
  fields(): JsonField[] {
    if (this.node.type !== 'object') return [];
    return (this.node.children ?? []).flatMap(({ children: [key, value] = [] }) =>
      key && value
        ? {
            key: String(key.value),
            keySpan: innerSpan(this.source, key),
            value: new JsonValue(this.source, value),
          }
        : [],
    );
  }

  /** The values of an array. */
  items(): JsonValue[] {
    return this.node.type === 'array' ? (this.node.children ?? []).map((item) => new JsonValue(this.source, item)) : [];
  }
}

function innerSpan(source: SourceText, node: Node): Span {
  const isClosed = node.length > 1 && source.text[node.offset + node.length - 1] === '"';
  return source.span(node.offset + 1, node.offset + node.length - (isClosed ? 1 : 0));
}
