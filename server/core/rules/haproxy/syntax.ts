import { isBefore, isFrom } from '../../catalog/haproxy-releases';
import { emptyWordAt, type HaproxyLine, statementsOutside, wordSpan } from '../../syntax/haproxy';
import { evaluateCondition } from '../../syntax/haproxy-condition-expression';
import { type ConditionProblem, conditionProblems, lineState } from '../../syntax/haproxy-conditions';
import type { HaproxyProblem } from '../../syntax/haproxy-words';
import { type Block, lineSpan, perBlock } from '../../syntax/tree';
import { replace, type Report } from '../finding';
import { blockRule } from '../rule';

const offences: Record<HaproxyProblem | ConditionProblem, string> = {
  'quote-not-closed': 'This quote is not closed',
  'bad-hex-escape': 'Two hexadecimal digits must follow \\x',
  'bad-variable-name': 'The name of a variable must follow $ in double quotes; write \\$ for the character itself',
  'brace-not-closed': 'The "}" of this variable is missing',
  'bad-word-expansion': 'Only [*] may follow the name of a variable',
  'too-many-words': 'HAProxy takes 64 words in a line, and this one has more',
  'no-open-if': 'There is no .if before this line',
  'after-else': 'This cannot come behind .else',
  'unexpected-argument': 'Nothing may follow .else or .endif',
  'if-not-closed': 'The .endif of this .if is missing',
  'unparsable-condition': 'This is no condition that HAProxy can read',
};

export default blockRule<'haproxy'>({
  language: 'haproxy',
  severity: 'error',
  summary: 'a line that HAProxy cannot take apart, or a section without a proper name',
  *check(block, { haproxyRelease }) {
    yield* byteOrderMark(block);
    // Quotes and escapes are looked at in dead branches too.
    yield* inWords(block);
    if (lineState(block, 0) === 'live') {
      yield* headerProblems(block, haproxyRelease);
      yield* nameOfHeader(block, haproxyRelease);
      yield* surplusOfHeader(block, haproxyRelease);
    }
    for (const { words, line } of statementsOutside(block)) {
      const [first, last] = [words[0], words.at(-1)];
      if (!first || !last || lineState(block, line) !== 'live') continue;
      yield {
        span: { block, line, start: first.start, end: last.end },
        fatal: true,
        message: `${first.text} stands before the first section: HAProxy does not start`,
      };
    }
    yield* emptyWords(block, haproxyRelease);
    yield* inDirectives(block, haproxyRelease);
    yield* inConditions(block, haproxyRelease);
    for (const { code, span } of conditionProblems(block.document)) {
      if (span.block !== block) continue;
      const isTaken =
        code === 'unparsable-condition' && !isFrom('2.5', haproxyRelease) && isTakenBy24(block, span.line);
      yield isTaken
        ? {
            span,
            severity: 'warning',
            message: `${offences[code]}: HAProxy 2.4 looks at its first word, later ones do not start`,
          }
        : { span, message: `${offences[code]}: HAProxy does not start`, fatal: true };
    }
  },
});

/** HAProxy 2.4 takes one word for the condition and drops the others with a warning. */
function isTakenBy24(block: Block<HaproxyLine>, line: number): boolean {
  return evaluateCondition(block.lines[line]?.words[1]?.text ?? '') !== 'unparsable';
}

function* byteOrderMark(block: Block<HaproxyLine>): Generator<Report> {
  const { lines, blocks } = block.document;
  if (!lines.byteOrderMark || block !== blocks[0]) return;
  const message =
    'The file begins with a byte order mark, which HAProxy takes for a part of the first word: it does not start';
  yield { span: { ...lineSpan(block, 0), start: 0 }, message, fatal: true };
}

const inWords = perBlock((block: Block<HaproxyLine>): readonly Report[] =>
  block.lines.flatMap(({ problems }, line) =>
    (problems ?? []).map(({ code, start, end }) => ({
      span: { block, line, start, end },
      message: `${offences[code as HaproxyProblem]}: HAProxy does not start`,
      fatal: true,
    })),
  ),
);

/** Mostly what is left of a variable that somebody filled in. */
function* emptyWords(block: Block<HaproxyLine>, release: string | undefined): Generator<Report> {
  for (const { line, at } of linesWithEmptyWords(block)) {
    const word = block.lines[line]?.words[at];
    if (!word || lineState(block, line) !== 'live') continue;
    const isRefused = isFrom('3.3', release);
    yield {
      span: wordSpan(block, line, word),
      ...(isRefused ? { fatal: true as const } : { severity: 'warning' as const }),
      message: isRefused
        ? `An empty word ends the line: HAProxy ${release} does not start`
        : 'An empty word ends the line: HAProxy takes no notice of it nor of what is behind it, and does not start from 3.3 on',
    };
  }
}

const linesWithEmptyWords = perBlock((block: Block<HaproxyLine>) =>
  block.lines.flatMap(({ kind, words }, line) => {
    const at = kind === 'statement' ? emptyWordAt(words) : undefined;
    return at === undefined ? [] : [{ line, at }];
  }),
);

const directives = new Set(['.if', '.elif', '.else', '.endif', '.diag', '.notice', '.warning', '.alert']);

/** `.alert` is there to stop HAProxy; other words with a dot before them are known or refused. */
function* inDirectives(block: Block<HaproxyLine>, release: string | undefined): Generator<Report> {
  for (const [number, line] of block.lines.entries()) {
    if (line.kind !== 'condition' || lineState(block, number) !== 'live') continue;
    const [word, , surplus] = line.words;
    if (
      surplus &&
      /^\.(diag|notice|warning|alert)$/.test(line.directive) &&
      line.words.every((each) => !each.expanded)
    ) {
      // 2.4 says so and goes on.
      const isRefused = isFrom('2.6', release);
      yield {
        span: { ...wordSpan(block, number, surplus), end: line.words.at(-1)?.end ?? surplus.end },
        ...(isRefused ? { fatal: true as const } : { severity: 'warning' as const }),
        message: `${line.directive} takes one argument; put the message in quotes: HAProxy ${isRefused ? 'does not start' : 'from 2.6 on does not start'}`,
      };
      continue;
    }
    if (!word || (directives.has(line.directive) && line.directive !== '.alert')) continue;
    const told =
      line.directive === '.alert' ? 'HAProxy reaches this .alert' : `HAProxy knows no directive ${line.directive}`;
    yield { span: wordSpan(block, number, word), fatal: true, message: `${told}: it does not start` };
  }
}

/** What conditions can be made of only from a release on; 2.4, 2.6, 2.8 and 3.0 refused what they lack. */
const conditionWords: Readonly<Record<string, string>> = {
  '!': '2.5',
  '(': '2.5',
  openssl_version_atleast: '2.5',
  openssl_version_before: '2.5',
  ssllib_name_startswith: '2.5',
  enabled: '2.8',
  strstr: '2.8',
  awslc_api_atleast: '2.9',
  awslc_api_before: '2.9',
};

/** Looks at the first word of each condition, which every release reads; 2.4 reads no more. */
function* inConditions(block: Block<HaproxyLine>, release: string | undefined): Generator<Report> {
  if (release === undefined) return;
  for (const [number, line] of block.lines.entries()) {
    const isAsked = line.kind === 'condition' && line.directive === '.if' && lineState(block, number) === 'live';
    const word = isAsked ? line.words[1] : undefined;
    if (!word || word.dynamic) continue;
    const first = /^(?:!|\(|\w+)/.exec(word.text)?.[0] ?? '';
    const since = Object.hasOwn(conditionWords, first) ? conditionWords[first] : undefined;
    if (since === undefined || !isBefore(since, release)) continue;
    yield {
      span: wordSpan(block, number, word),
      fatal: true,
      message: `HAProxy ${release} does not know ${first} in conditions: it does not start`,
    };
  }
}

/** Sections that HAProxy 2.6 refuses without a name. */
const named =
  /^(frontend|backend|listen|peers|resolvers|mailers|userlist|cache|ring|program|http-errors|log-forward|fcgi-app)$/;

function* headerProblems(block: Block<HaproxyLine>, release: string | undefined): Generator<Report> {
  const header = block.lines[0];
  if (header?.kind !== 'section') return;
  const { keyword, name, from, words } = header;
  if (!name) {
    if (named.test(keyword))
      yield { span: lineSpan(block, 0), message: `This ${keyword} has no name: HAProxy does not start`, fatal: true };
    return;
  }
  const [, , third] = words;
  if (!third || from || !/^(listen|frontend|backend)$/.test(keyword)) return;
  const last = words.at(-1) ?? third;
  const span = { block, line: 0, start: third.start, end: last.end };
  const addresses = words
    .slice(2)
    .map((word) => word.text)
    .join(' ');
  // Without a statement behind it the header alone is dropped, with an alert in the log (HAProxy 2.4 to 3.0).
  const isFatal =
    isFrom('3.2', release) ||
    block.lines.find(({ kind }) => kind === 'statement' || kind === 'condition')?.kind === 'statement';
  // Releases differ about such a backend, see below.
  if (keyword === 'backend' && !isFatal) return;
  const outcome = isFatal ? 'HAProxy does not start' : 'HAProxy drops the section';
  const isAddress = /^[\w.*[\]:,-]*:\d+([,-]\S*)?( |$)/.test(addresses);
  yield {
    span,
    ...(isFatal && { fatal: true as const }),
    message: `Only the name of the ${keyword} stands in its first line${isAddress ? '; an address belongs on a bind line' : ''}: ${outcome}`,
    fixes: () =>
      isAddress
        ? [
            {
              title: 'Put the address on a bind line',
              safe: true,
              edits: [replace({ ...span, start: name.end }, `\n  bind ${addresses}`)],
            },
          ]
        : [],
  };
}

/** Sections that 2.6 to 3.4 refuse with more than a name in their first line, and those that 3.2 began to refuse. */
const nothingMore = /^(global|userlist|peers|cache|program)$/;

function* surplusOfHeader(block: Block<HaproxyLine>, release: string | undefined): Generator<Report> {
  const header = block.lines[0];
  if (header?.kind !== 'section' || header.from) return;
  const { keyword, words } = header;
  const surplus = words[keyword === 'global' ? 1 : 2];
  if (!surplus || words.some((word) => word.expanded)) return;
  const isLate = isFrom('3.2', release);
  const isTold = block.lines.find(({ kind }) => kind === 'statement' || kind === 'condition')?.kind === 'statement';
  if (!nothingMore.test(keyword) && !(keyword === 'backend' && isLate && !isTold)) return;
  yield {
    span: { block, line: 0, start: surplus.start, end: words.at(-1)?.end ?? surplus.end },
    fatal: true,
    message: `Only ${keyword === 'global' ? 'the word global' : `the name of the ${keyword}`} stands in its first line: HAProxy does not start`,
  };
}

/** Sections whose name may hold letters, digits and a few signs only. Releases from 3.4 on let proxies have any name. */
const plainlyNamed = /^(frontend|backend|listen|peers|resolvers|mailers|userlist|ring|http-errors|log-forward)$/;

function* nameOfHeader(block: Block<HaproxyLine>, release: string | undefined): Generator<Report> {
  const header = block.lines[0];
  if (header?.kind !== 'section' || !header.name || header.name.dynamic) return;
  const { keyword, name } = header;
  const foreign = plainlyNamed.test(keyword) ? /[^A-Za-z0-9_.:-]/.exec(name.text)?.[0] : undefined;
  if (foreign === undefined) return;
  const isTaken = /^(frontend|backend|listen)$/.test(keyword) && !isBefore('3.4', release);
  yield {
    span: wordSpan(block, 0, name),
    ...(isTaken ? { severity: 'warning' as const } : { fatal: true as const }),
    message: `The name of a ${keyword} cannot have "${foreign}" in it: HAProxy${isTaken ? ' before 3.4' : ''} does not start`,
  };
}
