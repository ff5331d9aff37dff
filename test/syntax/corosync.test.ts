import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  braceProblems,
  corosync,
  type CorosyncLine,
  type CorosyncSection,
  corosyncSections,
  pairsOutside,
  sectionNameProblems,
} from '../../server/core/syntax/corosync';
import { Document, rangeOf, type Span } from '../../server/core/syntax/tree';
import { textOf } from '../text/arbitraries';
import { sliceOf } from './slices';
import { lineIn, samples } from './texts';

function open(text: string): Document<CorosyncLine> {
  return new Document('file:///corosync.conf', 'corosync.conf', corosync, text);
}

function problemsOf(text: string): [string, string][] {
  return (corosync.readLine(text).problems ?? []).map(({ code, start, end }) => [code, text.slice(start, end)]);
}

/** Key and value of a pair, each of them proven to be what its slice covers. */
function pairIn(text: string): [string, string] {
  const line = corosync.readLine(text);
  if (line.kind !== 'pair') assert.fail(`${line.kind}: ${text}`);
  assert.equal(text.slice(line.keySlice.start, line.keySlice.end), line.key);
  assert.equal(text.slice(line.valueSlice.start, line.valueSlice.end), line.value);
  return [line.key, line.value];
}

function sectionIn(text: string): string | undefined {
  const line = corosync.readLine(text);
  if (line.kind !== 'open') assert.fail(`${line.kind}: ${text}`);
  assert.equal(text.slice(line.nameSlice.start, line.nameSlice.end), line.name);
  return line.name;
}

/** Top-level sections of a file. */
function sectionsOf(document: Document<CorosyncLine>): readonly CorosyncSection[] {
  return document.blocks.flatMap((block) => corosyncSections(block));
}

/** A section as nested lists, which show what is inside what. */
function outline(section: CorosyncSection): unknown[] {
  return [section.path, ...section.pairs.map(({ key, value }) => `${key}=${value}`), ...section.children.map(outline)];
}

function textAt(document: Document<CorosyncLine>, span: Span): string {
  const range = rangeOf(span);
  assert.ok(range);
  return `${range.start.line}:${document.lines.line(range.start.line).slice(range.start.character, range.end.character)}`;
}

function braceProblemsOf(text: string): [string, string][] {
  const document = open(text);
  return braceProblems(document).map(({ code, span }) => [code, textAt(document, span)]);
}

describe('corosync.conf', () => {
  it('opens a section with a name and a brace that ends the line', () => {
    const text = ' \ttotem \t{ ';
    assert.deepEqual(corosync.readLine(text), { kind: 'open', text, name: 'totem', nameSlice: sliceOf(text, 'totem') });
    assert.equal(sectionIn('node{'), 'node');
  });

  it('takes colons and blanks off the end of the name of a section', () => {
    assert.equal(sectionIn('totem: : {'), 'totem');
    assert.equal(sectionIn(': {'), ':');
  });

  it('opens a section with a brace anywhere in a line', () => {
    assert.equal(sectionIn('name: value {'), 'name: value');
    assert.equal(sectionIn('name: value # {'), 'name: value #');
  });

  it('lets nothing follow the brace', () => {
    assert.deepEqual(problemsOf('totem { # comment'), [['text-after-brace', '# comment']]);
    assert.equal(sectionIn('totem { # comment'), 'totem');
    assert.deepEqual(problemsOf('name: a{b'), [['text-after-brace', 'b']]);
  });

  it('has no sections within one line', () => {
    assert.equal(corosync.readLine('node { nodeid: 1 }').kind, 'bad');
    assert.deepEqual(problemsOf('node { nodeid: 1 }'), [['text-after-brace', 'nodeid: 1 }']]);
  });

  it('wants a name before the brace', () => {
    assert.deepEqual(problemsOf(' {'), [['no-section-name', '{']]);
  });

  it('closes a section with a brace that stands alone', () => {
    assert.deepEqual(corosync.readLine(' }\t'), { kind: 'close', text: ' }\t' });
    for (const text of ['} # end', 'end }', '} }']) {
      assert.equal(corosync.readLine(text).kind, 'close');
      assert.deepEqual(problemsOf(` ${text} `), [['text-beside-close', text]]);
    }
  });

  it('splits a pair at the first colon', () => {
    const text = '\tring0_addr :  fd00::1 ';
    assert.deepEqual(corosync.readLine(text), {
      kind: 'pair',
      text,
      key: 'ring0_addr',
      keySlice: sliceOf(text, 'ring0_addr'),
      value: 'fd00::1',
      valueSlice: sliceOf(text, 'fd00::1'),
    });
    assert.deepEqual(pairIn('a:b'), ['a', 'b']);
    assert.deepEqual(pairIn('a: : b'), ['a', ': b']);
  });

  it('accepts an empty value', () => {
    assert.deepEqual(pairIn('a:'), ['a', '']);
    assert.deepEqual(pairIn('a: \t'), ['a', '']);
    assert.deepEqual(problemsOf('a:'), []);
  });

  it('reads a brace behind a colon as part of the value', () => {
    assert.deepEqual(pairIn('a: b }'), ['a', 'b }']);
  });

  it('has comments at the start of a line only', () => {
    assert.equal(corosync.readLine(' \t# totem {').kind, 'comment');
    assert.deepEqual(pairIn('two_node: 1 # two'), ['two_node', '1 # two']);
  });

  it('knows no quotes', () => {
    assert.deepEqual(pairIn('cluster_name: "db 1"'), ['cluster_name', '"db 1"']);
    assert.deepEqual(problemsOf('"cluster_name": db'), [['invalid-key', '"cluster_name"']]);
  });

  it('refuses keys with characters its store does not take', () => {
    assert.deepEqual(problemsOf(' to syslog: yes'), [['invalid-key', 'to syslog']]);
    assert.deepEqual(problemsOf('} # see: above'), [['invalid-key', '} # see']]);
    assert.deepEqual(problemsOf('schlüssel: 1'), [['invalid-key', 'schlüssel']]);
    assert.deepEqual(problemsOf('Aa.0_-/: 1'), []);
  });

  it('notes a pair without a key', () => {
    assert.deepEqual(problemsOf(' : v'), [['empty-key', ':']]);
  });

  it('refuses a line with neither colon nor brace', () => {
    assert.equal(corosync.readLine(' two_node 1 ').kind, 'bad');
    assert.deepEqual(problemsOf(' two_node 1 '), [['no-colon-or-brace', 'two_node 1']]);
  });

  it('takes spaces and tabs for blanks, and nothing else', () => {
    assert.equal(corosync.readLine(' \t').kind, 'blank');
    assert.deepEqual(pairIn('a:\vb\u00a0'), ['a', '\vb\u00a0']);
  });

  it('reads 510 bytes of a line', () => {
    for (const start of ['a: ', '#', 'b{']) {
      const fits = start === 'b{' ? '{'.padStart(510, 'b') : start.padEnd(510, 'x');
      assert.deepEqual(problemsOf(fits), []);
      assert.deepEqual(problemsOf(` ${fits}`), [['line-too-long', ` ${fits}`]]);
    }
    assert.deepEqual(problemsOf('#' + 'é'.repeat(255)).length, 1);
  });

  it('distinguishes upper and lower case', () => {
    assert.deepEqual(sectionsOf(open('Totem {\n Version: 2\n}\n')).map(outline), [['Totem', 'Version=2']]);
  });

  it('keeps every pair of a key, the last of which counts', () => {
    assert.deepEqual(sectionsOf(open('totem {\n token: 1\n token: 2\n}')).map(outline), [
      ['totem', 'token=1', 'token=2'],
    ]);
  });

  it('accepts keys and sections nobody knows', () => {
    const document = open('quorum {\n two_nodes: 1\n}\nfoo {\n bar: x\n}\n');
    assert.ok(document.blocks.every((block) => block.lines.every((line) => line.problems === undefined)));
    assert.deepEqual(braceProblems(document), []);
  });

  it('may end lines with CRLF and lack the final newline', () => {
    assert.deepEqual(sectionsOf(open('totem {\r\n version: 2\r\n}')).map(outline), [['totem', 'version=2']]);
  });
});

describe('pieces of corosync.conf', () => {
  it('are what highlighting needs', () => {
    const pieces = (text: string) =>
      corosync.pieces(corosync.readLine(text)).map(({ kind, start, end }) => `${kind} ${text.slice(start, end)}`);
    assert.deepEqual(pieces('totem: { x'), ['section totem', 'blank : ', 'operator {', 'blank  ', 'invalid x']);
    assert.deepEqual(pieces('a: 10 '), ['name a', 'operator :', 'blank  ', 'number 10', 'blank  ']);
    assert.deepEqual(pieces('a: b1'), ['name a', 'operator :', 'blank  ', 'value b1']);
    assert.deepEqual(pieces(' }'), ['blank  ', 'operator }']);
    assert.deepEqual(pieces('} x'), ['invalid } x']);
    assert.deepEqual(pieces(' x '), ['blank  ', 'invalid x', 'blank  ']);
    assert.deepEqual(pieces(' # x'), ['comment  # x']);
  });
});

describe('sections of corosync.conf', () => {
  const text = [
    '# head',
    'totem {',
    '  version: 2',
    '  interface {',
    '    ringnumber: 0',
    '  }',
    '  token: 3000',
    '}',
    '',
    'nodelist {',
    '  node {',
    '    nodeid: 1',
    '  }',
    '  node {',
    '    nodeid: 2',
    '  }',
    '}',
  ].join('\n');

  it('are nested as the braces say', () => {
    assert.deepEqual(sectionsOf(open(text)).map(outline), [
      ['totem', 'version=2', 'token=3000', ['totem.interface', 'ringnumber=0']],
      ['nodelist', ['nodelist.node', 'nodeid=1'], ['nodelist.node', 'nodeid=2']],
    ]);
  });

  it('make a block each, together with what follows them', () => {
    assert.deepEqual(
      open(text).blocks.map((block) => block.lines.length),
      [1, 8, 8],
    );
  });

  it('know where their name, their pairs and their ends are', () => {
    const document = open(text);
    const node = sectionsOf(document)[1]?.children[1];
    assert.ok(node);
    assert.equal(node.name, 'node');
    assert.equal(textAt(document, node.nameSpan), '13:node');
    assert.deepEqual([node.firstLine, node.lastLine, node.closed], [4, 6, true]);
    const [pair] = node.pairs;
    assert.ok(pair);
    assert.equal(textAt(document, pair.keySpan), '14:nodeid');
    assert.equal(textAt(document, pair.valueSpan), '14:2');
  });

  it('do not hold pairs outside every section', () => {
    const document = open('version: 2\ntotem {\n}\ntoken: 1\n');
    assert.deepEqual(
      document.blocks.flatMap((block) => pairsOutside(block).map(({ key }) => key)),
      ['version', 'token'],
    );
    assert.deepEqual(sectionsOf(document).map(outline), [['totem']]);
  });

  it('begin anew at a name of the top level even where a brace is missing', () => {
    const document = open('totem {\n interface {\n  ringnumber: 0\nquorum {\n two_node: 1\n}\n');
    assert.deepEqual(sectionsOf(document).map(outline), [
      ['totem', ['totem.interface', 'ringnumber=0']],
      ['quorum', 'two_node=1'],
    ]);
    assert.deepEqual(braceProblemsOf(document.text), [
      ['section-not-closed', '0:totem'],
      ['section-not-closed', '1:interface'],
    ]);
    const totem = sectionsOf(document)[0];
    assert.deepEqual([totem?.closed, totem?.lastLine], [false, 2]);
  });

  it('of resources may be called system', () => {
    const document = open('resources {\n system {\n  load_15min {\n  }\n }\n}\nsystem {\n}\n');
    assert.deepEqual(sectionsOf(document).map(outline), [
      ['resources', ['resources.system', ['resources.system.load_15min']]],
      ['system'],
    ]);
  });

  it('have a closing brace too many where none is open', () => {
    assert.deepEqual(braceProblemsOf('totem {\n}\n  }\n'), [['close-without-section', '2:}']]);
    assert.deepEqual(braceProblemsOf('}\ntotem {\n'), [
      ['close-without-section', '0:}'],
      ['section-not-closed', '1:totem'],
    ]);
  });

  it('are not swallowed by what stands behind a closing brace too many', () => {
    const document = open('foo {\n}\n}\n}\nbar {\n sub {\n }\n}\n');
    assert.deepEqual(sectionsOf(document).map(outline), [['foo'], ['bar', ['bar.sub']]]);
  });

  it('may be nested as nobody nests them, because the daemon counts braces alone', () => {
    assert.deepEqual(braceProblemsOf('foo {\n totem {\n }\n}\n'), []);
  });

  it('keep their keys from being stored when a name above has an odd character', () => {
    const document = open('foo bar {\n sub {\n  a: b\n  c: d\n }\n}\nno keys {\n}\n');
    const problems = document.blocks.flatMap((block) => sectionNameProblems(block));
    assert.deepEqual(
      problems.map(({ code, span }) => [code, textAt(document, span)]),
      [['invalid-section-name', '0:foo bar']],
    );
  });

  it('have brace problems exactly when the daemon, which reads from the top, loses count', () => {
    const sample = samples.find(({ grammar }) => grammar.language === 'corosync');
    assert.ok(sample);
    const counts = { balanced: 0, unbalanced: 0 };
    fc.assert(
      fc.property(textOf(lineIn(sample), 12), (written) => {
        const document = open(written);
        let depth = 0;
        let lost = false;
        for (const line of document.lines.slice(0, document.lines.count)) {
          const { kind } = corosync.readLine(line);
          if (kind === 'open') depth++;
          if (kind === 'close' && --depth < 0) lost = true;
        }
        const balanced = !lost && depth === 0;
        counts[balanced ? 'balanced' : 'unbalanced']++;
        assert.equal(braceProblems(document).length === 0, balanced);
      }),
      { numRuns: 1000 },
    );
    assert.ok(counts.balanced > 20 && counts.unbalanced > 20, 'both were met');
  });
});
