import { type HaproxySamples, type SampleFact, type SamplePlace, samplePlaces } from '../catalog/haproxy-samples';

/** What is known where an expression stands. */
export interface ExpressionScope {
  readonly samples: HaproxySamples;
  readonly release: string | undefined;
  /** Where it is asked; left out where the place does not decide, as in conditions, of which HAProxy only warns. */
  readonly places?: readonly SamplePlace[];
  readonly inAcl?: boolean;
}

/** One call of an expression: `src`, `lower`, `hdr(host,1)`. */
interface Call {
  readonly name: string;
  readonly args: readonly string[];
  readonly end: number;
}

/**
 * What the daemon refuses of an expression such as `hdr(host),lower,map_str(/etc/haproxy/map)`, or undefined. Types of
 * samples are not followed from one converter to the next.
 *
 * @returns what it wants instead, to stand behind "not ..., but"
 */
export function expressionFault(text: string, scope: ExpressionScope): string | undefined {
  const { samples, release } = scope;
  const first = readCall(text, 0);
  if (typeof first === 'string') return first;
  if (first.name === '') return 'a sample to ask for';
  // Scripts in Lua bring their own.
  if (!first.name.startsWith('lua.')) {
    const facts = samples.fetch(first.name, release, scope.inAcl);
    const fault = callFault(first, facts, 'sample') ?? placeFault(first, facts, scope.places);
    if (fault !== undefined) return fault;
  }
  for (let at = first.end; at < text.length;) {
    if (text[at] !== ',') return `a comma in place of "${text.slice(at)}"`;
    const call = readCall(text, at + 1);
    if (typeof call === 'string') return call;
    if (call.name === '' && call.end >= text.length) return undefined;
    const isLua = call.name.startsWith('lua.');
    const fault = isLua ? undefined : callFault(call, samples.converter(call.name, release), 'converter');
    if (fault !== undefined) return fault;
    at = call.end;
  }
  return undefined;
}

function readCall(text: string, start: number): Call | string {
  let at = start;
  while (at < text.length && text[at] !== '(' && text[at] !== ',' && text[at] !== ' ') at++;
  const name = text.slice(start, at);
  if (text[at] !== '(') return { name, args: [], end: at };
  const args: string[] = [];
  let arg = '';
  let quote = '';
  for (at++; at < text.length; at++) {
    const letter = text[at] as string;
    if (quote !== '') {
      if (letter === quote) quote = '';
      else arg += letter;
    } else if (letter === '"' || letter === "'") quote = letter;
    else if (letter === '\\' && at + 1 < text.length) arg += text.charAt(++at);
    else if (letter === ',') {
      args.push(arg);
      arg = '';
    } else if (letter === ')') break;
    else arg += letter;
  }
  if (at >= text.length) return `a closing parenthesis behind ${name}(`;
  if (args.length > 0 || arg !== '') args.push(arg);
  return { name, args, end: at + 1 };
}

function callFault(
  { name, args }: Call,
  facts: readonly SampleFact[],
  kind: 'sample' | 'converter',
): string | undefined {
  if (facts.length === 0) return `a ${kind} that HAProxy knows in place of ${name}`;
  const least = Math.min(...facts.map(({ min }) => min));
  const most = Math.max(...facts.map(({ max }) => max));
  // An empty list is one empty word, which means the proxy itself where a name is wanted; a number it is not.
  const isEmptyWord = args.length === 0 && facts.some(({ types }) => types[0] !== 'integer');
  if (Math.max(args.length, isEmptyWord ? 1 : 0) < least)
    return `${least === 1 ? 'an argument' : `${least} arguments`} in parentheses behind ${name}`;
  if (args.length > most) return `${most === 0 ? 'no arguments' : `at most ${most} arguments`} behind ${name}`;
  const wrong = args.find((arg, place) => arg !== '' && facts.every(({ types }) => !fits(arg, types[place])));
  return wrong === undefined ? undefined : `a number in place of ${wrong} behind ${name}`;
}

/** Only plain numbers are certain; the other types have several spellings. */
function fits(arg: string, type: string | undefined): boolean {
  return type !== 'integer' || /^[+-]?\d+$/.test(arg);
}

function placeFault(
  { name }: Call,
  facts: readonly SampleFact[],
  places: readonly SamplePlace[] | undefined,
): string | undefined {
  if (!places) return undefined;
  const isKnown = facts.some((fact) => places.some((place) => fact.places?.[samplePlaces[place]] === 'Y'));
  return isKnown ? undefined : `a sample that is there at this point, which ${name} is not`;
}

/** Variables of log formats, 2.4 to 3.4 (`src/log.c`); `OG` came with 3.2. */
const logVariables = new Set(
  (
    'o B CC CS H ID OG ST T Ta Tc Th Ti Tl Tq Tr TR Td Ts Tt Tu Tw U ac b bc bi bp bq ci cp f fc fi fp ft hr hrl hs ' +
    'hsl HM HP HPO HQ HU HV lc ms pid r rc rt s sc si sp sq sslc sslv t tr trg trl ts tsc'
  ).split(' '),
);

/**
 * What the daemon refuses of a text with `%[expressions]` and `%variables`, or undefined; `scope` is that of the
 * expressions.
 */
export function formatFault(text: string, scope: ExpressionScope): string | undefined {
  for (let at = text.indexOf('%'); at >= 0; at = text.indexOf('%', at)) {
    const rest = text.slice(at + 1);
    if (rest === '') return 'something behind the last %';
    if (rest.startsWith('%')) {
      at += 2;
      continue;
    }
    const item = /^(?:\([^)]*\))?(?:\{[^}]*\})?/.exec(rest)?.[0] ?? '';
    const behind = rest.slice(item.length);
    if (behind.startsWith('[')) {
      const close = closingBracket(behind);
      if (close < 0) return 'a closing bracket behind %[';
      const fault = expressionFault(behind.slice(1, close).trim(), scope);
      if (fault !== undefined) return fault;
      at += 1 + item.length + close + 1;
      continue;
    }
    const name = /^[A-Za-z]+/.exec(behind)?.[0] ?? '';
    if (name !== '' && !logVariables.has(name)) return `%% or a variable of log formats in place of %${name}`;
    at += 1 + item.length + name.length;
  }
  return undefined;
}

/** The bracket that closes the first one; those in quotes or parentheses do not count. */
function closingBracket(text: string): number {
  let depth = 0;
  for (let at = 1; at < text.length; at++) {
    const letter = text[at];
    if (letter === '\\') at++;
    else if (letter === '(') depth++;
    else if (letter === ')') depth = Math.max(0, depth - 1);
    else if (letter === ']' && depth === 0) return at;
  }
  return text.lastIndexOf(']');
}
