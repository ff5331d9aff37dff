import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  haproxy,
  type HaproxyLine,
  haproxySection,
  statementsOutside,
  wordSpan,
} from '../../server/core/syntax/haproxy';
import { splitWords } from '../../server/core/syntax/haproxy-words';
import { Document, rangeOf, type Span } from '../../server/core/syntax/tree';
import { sliceOf } from './slices';

function open(text: string): Document<HaproxyLine> {
  return new Document('file:///haproxy.cfg', 'haproxy.cfg', haproxy, text);
}

function wordsOf(text: string): string[] {
  return haproxy.readLine(text).words.map((word) => word.text);
}

function commentOf(text: string): string | undefined {
  const slice = haproxy.readLine(text).commentSlice;
  return slice && text.slice(slice.start, slice.end);
}

function problemsOf(text: string): [string, string][] {
  return (haproxy.readLine(text).problems ?? []).map(({ code, start, end }) => [code, text.slice(start, end)]);
}

/** The words of a line the environment has a say in. */
function dynamicIn(text: string): string[] {
  return haproxy.readLine(text).words.flatMap((word) => (word.dynamic ? [word.text] : []));
}

function textAt(document: Document<HaproxyLine>, span: Span | undefined): string | undefined {
  const range = span && rangeOf(span);
  return (
    range &&
    `${range.start.line}:${document.lines.line(range.start.line).slice(range.start.character, range.end.character)}`
  );
}

describe('words of haproxy.cfg', () => {
  it('are split on blanks', () => {
    const text = '\t server \v db1\f10.0.0.1:3306  ';
    const plainWord = (word: string) => ({
      text: word,
      ...sliceOf(text, word),
      quoted: false,
      dynamic: false,
      expanded: false,
    });
    assert.deepEqual(haproxy.readLine(text), {
      kind: 'statement',
      text,
      words: ['server', 'db1', '10.0.0.1:3306'].map(plainWord),
      commentSlice: undefined,
    });
  });

  it('are not split on blanks beyond ASCII', () => {
    assert.deepEqual(wordsOf('a\u00a0b\u2003c'), ['a\u00a0b\u2003c']);
  });

  it('end at an unprotected #, also one inside a word', () => {
    assert.deepEqual([wordsOf('bind :80#x y'), commentOf('bind :80#x y')], [['bind', ':80'], '#x y']);
    assert.deepEqual([wordsOf('a # b'), commentOf('a # b')], [['a'], '# b']);
    assert.deepEqual([wordsOf('a "b"#c'), commentOf('a "b"#c')], [['a', 'b'], '#c']);
    assert.deepEqual([wordsOf(' # b'), commentOf(' # b')], [[], '# b']);
  });

  it('keep a # that is quoted or escaped', () => {
    assert.deepEqual(wordsOf(String.raw`a b\#c "#" '#'`), ['a', 'b#c', '#', '#']);
  });

  it('do not continue behind a backslash at the end of a line', () => {
    assert.deepEqual(wordsOf('a b\\'), ['a', 'b\\']);
    assert.deepEqual(
      open('global\n a \\\n b\n').blocks[0]?.lines.map((line) => line.kind),
      ['section', 'statement', 'statement', 'blank'],
    );
  });

  it('may be 64', () => {
    const words = (count: number) => Array.from({ length: count }, (_, index) => `w${index + 1}`).join(' ');
    assert.deepEqual(problemsOf(words(64)), []);
    assert.deepEqual(problemsOf(words(66)), [['too-many-words', 'w65 w66']]);
    assert.equal(wordsOf(words(66)).length, 66);
  });

  it('are joined from quoted and unquoted parts', () => {
    const text = String.raw`x a"b c"'d "e'f`;
    assert.deepEqual(haproxy.readLine(text).words[1], {
      text: 'ab cd "ef',
      start: 2,
      end: text.length,
      quoted: true,
      dynamic: false,
      expanded: false,
    });
  });

  it('are literal in single quotes', () => {
    assert.deepEqual(wordsOf(String.raw`a 'b\n $X "c" \'`), ['a', String.raw`b\n $X "c" ` + '\\']);
    assert.deepEqual(dynamicIn("a '$X'"), []);
  });

  it('resolve escapes outside single quotes', () => {
    assert.deepEqual(wordsOf(String.raw`\ \#\\\'\"\n\r\t\x41`), [' #\\\'"\n\r\tA']);
    assert.deepEqual(wordsOf(String.raw`"\ \#\\\'\"\n\r\t\x41"`), [' #\\\'"\n\r\tA']);
  });

  it('keep the backslash before any other character', () => {
    assert.deepEqual(wordsOf(String.raw`^/a\.b\d$ "\d"`), [String.raw`^/a\.b\d$`, String.raw`\d`]);
    assert.deepEqual(wordsOf('a\\\tb'), ['a\\', 'b']);
  });

  it('resolve \\$ in double quotes only', () => {
    assert.deepEqual(wordsOf(String.raw`"\$X" \$X`), ['$X', String.raw`\$X`]);
    assert.deepEqual(dynamicIn(String.raw`"\$X"`), []);
  });

  it('need two hexadecimal digits behind \\x', () => {
    assert.deepEqual(problemsOf(String.raw`a b\x4g`), [['bad-hex-escape', '\\x']]);
    assert.deepEqual(problemsOf(String.raw`a "\x4"`), [['bad-hex-escape', '\\x']]);
    assert.deepEqual(problemsOf(String.raw`a '\x4'`), []);
    assert.deepEqual(wordsOf(String.raw`\xfF`), ['\xff']);
  });

  it('hold references to the environment in double quotes, which stay as written', () => {
    for (const reference of ['$X', '${X}', '${_x1-a b}', '${X-}', '${X[*]}', '${X[*]-a}', '$.LINE', '${.FILE}']) {
      assert.deepEqual(dynamicIn(`a "${reference}:1"`), [`${reference}:1`]);
      assert.deepEqual(problemsOf(`a "${reference}:1"`), []);
    }
  });

  it('hold references outside quotes, which addresses alone replace', () => {
    assert.deepEqual(dynamicIn('server db1 ${DB1}:3306'), ['${DB1}:3306']);
    assert.deepEqual(dynamicIn('server db1 $DB1:3306'), ['$DB1:3306']);
    assert.deepEqual(dynamicIn('acl a path_reg ^/$ $'), []);
    assert.deepEqual(problemsOf('a $1 ${X'), []);
  });

  it('take the default of a reference up to the brace, quotes included', () => {
    assert.deepEqual(wordsOf('a "${X-b" c}" d'), ['a', '${X-b" c}', 'd']);
  });

  it('need a name behind $ in double quotes', () => {
    assert.deepEqual(problemsOf('a "$1"'), [['bad-variable-name', '$']]);
    assert.deepEqual(problemsOf('a "${-x}"'), [['bad-variable-name', '${']]);
    assert.deepEqual(problemsOf('a "$.TIME"'), [['bad-variable-name', '$']]);
    assert.deepEqual(problemsOf('a "$.LINEX"'), [['bad-variable-name', '$']]);
    assert.deepEqual(problemsOf('a "$"'), [['bad-variable-name', '$']]);
  });

  it('need the brace of a reference closed', () => {
    assert.deepEqual(problemsOf('a "${X"'), [['brace-not-closed', '${X']]);
    assert.deepEqual(problemsOf('a "${X-b"'), [['brace-not-closed', '${X']]);
    assert.deepEqual(problemsOf('a "${X+b}"'), [['brace-not-closed', '${X']]);
  });

  it('expand to several by [*] and nothing else in brackets', () => {
    assert.deepEqual(problemsOf('a "${X[1]}"'), [['bad-word-expansion', '${X[']]);
    assert.deepEqual(problemsOf('a "$X[1]"'), []);
  });

  it('need their quotes closed', () => {
    assert.deepEqual(problemsOf(`a b"c 'd`), [['quote-not-closed', `"c 'd`]]);
    assert.deepEqual(problemsOf(`a 'b`), [['quote-not-closed', `'b`]]);
    assert.deepEqual(problemsOf(String.raw`a "b\"`), [['quote-not-closed', String.raw`"b\"`]]);
  });

  it('may be empty in quotes; a line that begins so says nothing', () => {
    assert.deepEqual(wordsOf(`a "" ''`), ['a', '', '']);
    assert.equal(haproxy.readLine('"" server').kind, 'blank');
  });

  it('end at a carriage return, unless blanks precede it', () => {
    assert.deepEqual([wordsOf('a b\rc'), commentOf('a b\rc')], [['a', 'b'], '\rc']);
    assert.deepEqual(wordsOf('a \rb'), ['a', 'b']);
    assert.deepEqual(problemsOf('a "b\rc"'), [['quote-not-closed', '"b']]);
  });

  it('come out as they went in, however they were protected', () => {
    const bare = (word: string) =>
      word
        .replace(/[ #\\'"]/g, '\\$&')
        .replace(/\t/g, '\\t')
        .replace(/\v/g, '\\x0b');
    const doubled = (word: string) => `"${word.replace(/[\\"$]/g, '\\$&')}"`;
    const word = fc.string({ unit: fc.constantFrom(...'ab1.:/ \t\v#\'"\\$%{}[]é'), minLength: 1, maxLength: 8 });
    const protections = [bare, doubled, (text: string) => (text.includes("'") ? doubled(text) : `'${text}'`)];
    const protectedWord = fc
      .tuple(word, fc.constantFrom(...protections), fc.constantFrom(' ', '  ', '\t'))
      .map(([text, protect, blank]) => ({ text, written: protect(text) + blank }));
    fc.assert(
      fc.property(fc.array(protectedWord, { maxLength: 8 }), (parts) => {
        const { words, problems, ignored } = splitWords(parts.map((part) => part.written).join(''));
        assert.deepEqual(
          words.map((each) => each.text),
          parts.map((part) => part.text),
        );
        assert.deepEqual([problems, ignored], [undefined, undefined]);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('lines of haproxy.cfg', () => {
  it('are blank, comments, sections, statements, conditions or scopes', () => {
    const kinds = ['', ' # x', 'backend b', ' mode tcp', ' .if 1', ' [engine]'].map(
      (text) => haproxy.readLine(text).kind,
    );
    assert.deepEqual(kinds, ['blank', 'comment', 'section', 'statement', 'condition', 'scope']);
  });

  it('open a section wherever they begin', () => {
    for (const text of ['backend b', '   backend b', '\tbackend b # x', '"backend" b']) {
      assert.equal(haproxy.readLine(text).kind, 'section');
    }
  });

  it('distinguish upper and lower case', () => {
    assert.equal(haproxy.readLine('Backend b').kind, 'statement');
  });

  it('open every section HAProxy 2.4 to 3.4 knows', () => {
    const sections = `acme backend cache crt-store defaults fcgi-app frontend global healthcheck http-errors listen
      log-forward log-profile mailers namespace_list peers program resolvers ring traces userlist`.split(/\s+/);
    for (const keyword of sections) {
      const line = haproxy.readLine(`${keyword} x`);
      assert.equal(line.kind === 'section' && line.keyword, keyword);
    }
    for (const keyword of ['default', 'server', 'peer', 'trace', 'spoe-agent']) {
      assert.equal(haproxy.readLine(`${keyword} x`).kind, 'statement');
    }
  });

  it('name a section and the defaults it builds on', () => {
    const header = (text: string): unknown => {
      const line = haproxy.readLine(text);
      return line.kind === 'section' ? [line.name?.text, line.from?.text] : line.kind;
    };
    assert.deepEqual(header('backend b'), ['b', undefined]);
    assert.deepEqual(header('frontend f from base'), ['f', 'base']);
    assert.deepEqual(header('listen l from'), ['l', undefined]);
    assert.deepEqual(header('defaults'), [undefined, undefined]);
    assert.deepEqual(header('defaults base'), ['base', undefined]);
    assert.deepEqual(header('defaults base from other'), ['base', 'other']);
    assert.deepEqual(header('defaults from other'), [undefined, 'other']);
    assert.deepEqual(header('defaults from from other'), ['from', 'other']);
    assert.deepEqual(header('peers p from x'), ['p', undefined]);
  });

  it('hold a directive and the rest of its words', () => {
    const line = haproxy.readLine('.if  defined(X)   && "a b" # c');
    assert.equal(line.kind, 'condition');
    assert.deepEqual(line.kind === 'condition' && [line.directive, line.argument], ['.if', 'defined(X) && a b']);
  });

  it('may end with CRLF', () => {
    assert.deepEqual(open('global\r\n daemon\r\n').blocks[0]?.lines, open('global\n daemon\n').blocks[0]?.lines);
  });

  it('leave a missing final newline to be seen in the document', () => {
    assert.deepEqual(
      ['global\n', 'global'].map((text) => open(text).lines.endsInNewline),
      [true, false],
    );
  });
});

describe('pieces of haproxy.cfg', () => {
  it('are what highlighting needs', () => {
    const pieces = (text: string) =>
      haproxy
        .pieces(haproxy.readLine(text))
        .filter(({ kind }) => kind !== 'blank')
        .map(({ kind, start, end }) => `${kind} ${text.slice(start, end)}`);
    assert.deepEqual(pieces('backend b from c # x'), [
      'section backend',
      'name b',
      'value from',
      'value c',
      'comment # x',
    ]);
    assert.deepEqual(pieces(` a 1s "b c" 'd' "$X" e`), [
      'keyword a',
      'number 1s',
      'string "b c"',
      "string 'd'",
      'reference "$X"',
      'value e',
    ]);
    assert.deepEqual(pieces(' .if 1'), ['keyword .if', 'number 1']);
    assert.deepEqual(pieces('[engine]'), ['section [engine]']);
    assert.deepEqual(pieces('"" a'), ['invalid ""', 'invalid a']);
  });
});

describe('sections of haproxy.cfg', () => {
  const text =
    '# head\nglobal\n  daemon\n\nbackend "b 1" from base # x\n  no option redispatch\n  server a 10.0.0.1:1\n';

  it('make a block each, behind the lines before the first', () => {
    assert.deepEqual(
      open(text).blocks.map((block) => [haproxySection(block)?.keyword, block.lines.length]),
      [
        [undefined, 1],
        ['global', 3],
        ['backend', 4],
      ],
    );
  });

  it('know where their keyword, their name and their origin are', () => {
    const document = open(text);
    const view = haproxySection(document.blocks[2] ?? assert.fail());
    assert.ok(view);
    assert.deepEqual([view.keyword, view.name, view.from], ['backend', 'b 1', 'base']);
    assert.equal(textAt(document, view.keywordSpan), '4:backend');
    assert.equal(textAt(document, view.nameSpan), '4:"b 1"');
    assert.equal(textAt(document, view.fromSpan), '4:base');
  });

  it('have no name where none is written', () => {
    const view = haproxySection(open('global\n').blocks[0] ?? assert.fail());
    assert.deepEqual(
      [view?.name, view?.nameSpan, view?.from, view?.fromSpan],
      [undefined, undefined, undefined, undefined],
    );
  });

  it('list their statements by keyword, with no or default set apart', () => {
    const document = open(text);
    const block = document.blocks[2] ?? assert.fail();
    const statements = haproxySection(block)?.statements ?? [];
    assert.deepEqual(
      statements.map(({ prefix, words, line }) => [prefix?.text, words.map((word) => word.text), line]),
      [
        ['no', ['option', 'redispatch'], 1],
        [undefined, ['server', 'a', '10.0.0.1:1'], 2],
      ],
    );
    const address = statements[1]?.words[2] ?? assert.fail();
    assert.equal(textAt(document, wordSpan(block, 2, address)), '6:10.0.0.1:1');
  });

  it('take no or default for the keyword where nothing follows it', () => {
    const view = haproxySection(open('global\n no\n default option\n').blocks[0] ?? assert.fail());
    assert.deepEqual(
      view?.statements.map(({ prefix, words }) => [prefix?.text, words.map((word) => word.text)]),
      [
        [undefined, ['no']],
        ['default', ['option']],
      ],
    );
  });

  it('end a statement at empty quotes, but not at what the environment may fill in', () => {
    const text = 'listen a\n server x 10.0.0.1:1 check "" backup\n balance "$NONE" x\n mode \'\'\n';
    const view = haproxySection(open(text).blocks[0] ?? assert.fail());
    assert.deepEqual(
      view?.statements.map(({ words }) => words.length),
      [4, 3, 1],
    );
  });

  it('do not hold statements before the first of them', () => {
    const document = open(' daemon\nglobal\n maxconn 1\n');
    assert.deepEqual(
      document.blocks.map((block) => statementsOutside(block).map(({ words }) => words[0]?.text)),
      [['daemon'], []],
    );
  });
});
