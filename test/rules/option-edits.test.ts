import assert from 'node:assert/strict';
import { commandLine, writtenIn } from '../../server/core/model/setting';
import { sharing } from '../../server/core/rules/combinators/sharing';
import { absolute, type Edit } from '../../server/core/rules/finding';
import { onePerPlace, setBelow, setValue } from '../../server/core/rules/option-edits';
import { mycnf } from '../../server/core/syntax/mycnf';
import { Document } from '../../server/core/syntax/tree';
import { applyEdits } from '../../server/core/text/lines';

/** The text after an edit of its only option. */
function edited(text: string, edit: (option: ReturnType<typeof writtenIn>[number]) => Edit | undefined): string {
  const document = new Document('file:///my.cnf', 'my.cnf', mycnf, text);
  const option = document.blocks.flatMap((block) => writtenIn(block))[0]!;
  const made = edit(option);
  return made ? applyEdits(text, absolute([made]) ?? []) : text;
}

describe('edits of options', () => {
  it('put a value within the quotes it stands in, and leave the comment', () => {
    assert.equal(
      edited('[mysqld]\nport = "1" # x\n', (option) => setValue(option, '2')),
      '[mysqld]\nport = "2" # x\n',
    );
    assert.equal(
      edited("[mysqld]\nport='1'\n", (option) => setValue(option, '2')),
      "[mysqld]\nport='2'\n",
    );
    assert.equal(
      edited('[mysqld]\nport=1\n', (option) => setValue(option, '2')),
      '[mysqld]\nport=2\n',
    );
  });

  it('give a bare name no value', () => {
    assert.equal(
      edited('[mysqld]\nlog-bin\n', (option) => setValue(option, 'x')),
      '[mysqld]\nlog-bin\n',
    );
  });

  it('add lines written and indented like the one above', () => {
    const add = { a: '1', b: '2' };
    assert.equal(
      edited('[mysqld]\n  port=1\n', (option) => setBelow(option, add)),
      '[mysqld]\n  port=1\n  a=1\n  b=2\n',
    );
    assert.equal(
      edited('[mysqld]\nport   = 1\n', (option) => setBelow(option, add)),
      '[mysqld]\nport   = 1\na   = 1\nb   = 2\n',
    );
    assert.equal(
      edited('[mysqld]\nlog-bin\n', (option) => setBelow(option, { a: '1' })),
      '[mysqld]\nlog-bin\na = 1\n',
    );
  });

  it('add nothing behind an argument of a container', () => {
    assert.equal(
      edited('[mysqld]\nport=1\n', (option) => setBelow({ ...option, group: commandLine }, { a: '1' })),
      '[mysqld]\nport=1\n',
    );
  });

  it('are made once for a line that several hosts share', () => {
    const document = new Document('file:///my.cnf', 'my.cnf', mycnf, '[mysqld]\nport=1\n');
    const option = document.blocks.flatMap((block) => writtenIn(block))[0]!;
    assert.equal(onePerPlace([setValue(option, '2'), undefined, setValue(option, '2')]).length, 1);
  });
});

describe('things that share a key', () => {
  it('come in groups of at least two, in their order', () => {
    const found = sharing(['a1', 'b1', 'a2', 'c', 'b2', 'a3'], (text) => (text === 'c' ? undefined : text[0]));
    assert.deepEqual(
      [...found],
      [
        ['a', ['a1', 'a2', 'a3']],
        ['b', ['b1', 'b2']],
      ],
    );
  });

  it('are none where every key is unique', () => {
    assert.equal(sharing(['a', 'b'], (text) => text).size, 0);
  });
});
