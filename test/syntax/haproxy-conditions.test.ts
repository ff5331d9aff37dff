import assert from 'node:assert/strict';
import fc from 'fast-check';
import { haproxy, type HaproxyLine } from '../../server/core/syntax/haproxy';
import {
  conditionProblems,
  isConditional,
  type LineState,
  lineState,
} from '../../server/core/syntax/haproxy-conditions';
import { Document, rangeOf } from '../../server/core/syntax/tree';

function open(text: string): Document<HaproxyLine> {
  return new Document('file:///haproxy.cfg', 'haproxy.cfg', haproxy, text);
}

function statesOf(document: Document<HaproxyLine>): LineState[] {
  return document.blocks.flatMap((block) => block.lines.map((_, line) => lineState(block, line)));
}

/** The states of the lines called `x`, in order, as letters: live, dead, undecided. */
function statesOfX(...lines: string[]): string {
  const states = statesOf(open(lines.join('\n')));
  return lines.map((line, index) => (line.trim() === 'x' ? (states[index] as string).charAt(0) : '')).join('');
}

function problemsOf(...lines: string[]): [string, string][] {
  const document = open(lines.join('\n'));
  return conditionProblems(document).map(({ code, span }) => {
    const range = rangeOf(span);
    assert.ok(range);
    return [code, `${range.start.line}:${lines[range.start.line]?.slice(range.start.character, range.end.character)}`];
  });
}

/** What HAProxy's own state machine makes of constant conditions: for each line, whether it is read. */
function readByHaproxy(lines: readonly string[]): boolean[] {
  type State = 'take' | 'drop' | 'skip';
  const stack: State[] = [];
  const read = () => stack.at(-1) !== 'drop' && stack.at(-1) !== 'skip';
  return lines.map((line) => {
    const [directive, argument] = line.split(' ');
    if (directive === '.if') stack.push(read() ? (argument === '1' ? 'take' : 'drop') : 'skip');
    else if (directive === '.endif') stack.pop();
    else if (directive === '.elif' || directive === '.else') {
      const state = stack.pop();
      const holds = directive === '.else' || argument === '1';
      stack.push(state === 'drop' ? (holds ? 'take' : 'drop') : 'skip');
    }
    return read();
  });
}

describe('conditions in haproxy.cfg', () => {
  it('switch lines off', () => {
    assert.equal(statesOfX('x', '.if 0', 'x', '.endif', 'x'), 'ldl');
    assert.equal(statesOfX('.if 1', 'x', '.else', 'x', '.endif'), 'ld');
    assert.equal(statesOfX('.if 0', 'x', '.elif 1', 'x', '.elif 1', 'x', '.else', 'x', '.endif'), 'dldd');
  });

  it('leave open what the environment or the version decides', () => {
    for (const condition of [
      'defined(X)',
      'feature(OPENSSL)',
      'version_atleast(2.6)',
      '"$X"',
      '0 || defined(X)',
      'true',
    ]) {
      assert.equal(statesOfX(`.if ${condition}`, 'x', '.else', 'x', '.endif', 'x'), 'uul', condition);
    }
  });

  it('take a branch for certain only when none before it may have been taken', () => {
    assert.equal(statesOfX('.if defined(X)', 'x', '.elif 1', 'x', '.else', 'x', '.endif'), 'uud');
    assert.equal(statesOfX('.if defined(X)', 'x', '.elif 0', 'x', '.else', 'x', '.endif'), 'udu');
  });

  it('decide integers, their negation and nothing at all', () => {
    const taken = ['1', '007', '0x1', '-1', '!0', '! ! 5', '"" 1'];
    const dropped = ['0', '00', '0x0', '-0', '!1', '', '""'];
    for (const condition of taken) assert.equal(statesOfX(`.if ${condition}`, 'x', '.endif'), 'l', condition);
    for (const condition of dropped) assert.equal(statesOfX(`.if ${condition}`, 'x', '.endif'), 'd', condition);
    for (const condition of ['08', '1x', '!'])
      assert.equal(statesOfX(`.if ${condition}`, 'x', '.endif'), 'u', condition);
  });

  it('nest', () => {
    assert.equal(statesOfX('.if 0', '.if 1', 'x', '.else', 'x', '.endif', 'x', '.endif', 'x'), 'dddl');
    assert.equal(statesOfX('.if defined(X)', '.if 1', 'x', '.else', 'x', '.endif', 'x', '.endif', 'x'), 'udul');
  });

  it('reach across sections', () => {
    const document = open('global\n.if 0\nbackend a\n mode tcp\nbackend b\n.endif\n mode tcp\nbackend c\n');
    assert.deepEqual(statesOf(document), ['live', 'live', 'dead', 'dead', 'dead', 'live', 'live', 'live', 'live']);
    assert.equal(isConditional(document), true);
  });

  it('are read anew when another section changes', () => {
    const document = open('global\n.if 0\nbackend a\n mode tcp\n');
    const block = document.blocks[1] ?? assert.fail();
    assert.equal(lineState(block, 1), 'dead');
    document.edit([{ range: { start: { line: 1, character: 4 }, end: { line: 1, character: 5 } }, newText: '1' }]);
    assert.equal(document.blocks[1], block);
    assert.equal(lineState(block, 1), 'live');
  });

  it('do not include messages', () => {
    assert.equal(isConditional(open('.notice "x"\n.alert y\n')), false);
  });

  it('agree with the state machine of HAProxy where all of them are constant', () => {
    const tree: fc.Arbitrary<string[]> = fc.letrec<{ lines: string[] }>((tie) => ({
      lines: fc.oneof(
        { depthSize: 'small' },
        fc.constantFrom('x', 'backend b').map((line) => [line]),
        fc.array(tie('lines'), { maxLength: 3 }).map((parts) => parts.flat()),
        fc
          .record({
            first: fc.tuple(fc.constantFrom('0', '1'), tie('lines')),
            more: fc.array(fc.tuple(fc.constantFrom('0', '1'), tie('lines')), { maxLength: 2 }),
            last: fc.option(tie('lines')),
          })
          .map(({ first, more, last }) => [
            `.if ${first[0]}`,
            ...first[1],
            ...more.flatMap(([condition, lines]) => [`.elif ${condition}`, ...lines]),
            ...(last ? ['.else', ...last] : []),
            '.endif',
          ]),
      ),
    })).lines;
    let dead = 0;
    fc.assert(
      fc.property(tree, (lines) => {
        const states = statesOf(open(lines.join('\n')));
        readByHaproxy(lines).forEach((read, index) => {
          if (lines[index]?.startsWith('.')) return;
          if (!read) dead++;
          assert.equal(states[index], read ? 'live' : 'dead');
        });
        assert.deepEqual(problemsOf(...lines), []);
      }),
      { numRuns: 500 },
    );
    assert.ok(dead > 50, 'some lines were dead');
  });

  it('are refused without their .if', () => {
    for (const directive of ['.elif 1', '.else', '.endif']) {
      assert.deepEqual(problemsOf('global', ` ${directive} # x`), [['no-open-if', `1:${directive}`]]);
    }
  });

  it('are refused behind an .else', () => {
    assert.deepEqual(problemsOf('.if 1', '.else', '.elif 1', '.else', '.endif'), [
      ['after-else', '2:.elif 1'],
      ['after-else', '3:.else'],
    ]);
  });

  it('are refused with an argument behind .else and .endif', () => {
    assert.deepEqual(problemsOf('.if 1', '.else x', '.endif y'), [
      ['unexpected-argument', '1:.else x'],
      ['unexpected-argument', '2:.endif y'],
    ]);
  });

  it('are refused when they are not closed', () => {
    assert.deepEqual(problemsOf('.if 1', ' .if defined(X)', '.endif'), [['if-not-closed', '0:.if 1']]);
  });
});
