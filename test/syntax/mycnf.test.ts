import assert from 'node:assert/strict';
import { decodeValue, groupOf, mycnf, type MyCnfLine, utf8Length } from '../../server/core/syntax/mycnf';
import { Document } from '../../server/core/syntax/tree';
import { sliceOf } from './slices';

function kindsOf(text: string): string[] {
  return open(text).blocks.flatMap((block) => block.lines.map((line) => line.kind));
}

function open(text: string): Document<MyCnfLine> {
  return new Document('file:///my.cnf', 'my.cnf', mycnf, text);
}

/** Name, value and comment of a setting, each of them proven to be what its slice covers. */
function settingIn(text: string): { name: string; value: string | undefined; written?: string; comment?: string } {
  const line = mycnf.readLine(text);
  if (line.kind !== 'setting') assert.fail(`${line.kind}: ${text}`);
  const { name, nameSlice, value, valueSlice, commentSlice } = line;
  assert.equal(text.slice(nameSlice.start, nameSlice.end), name);
  return {
    name,
    value,
    ...(valueSlice && { written: text.slice(valueSlice.start, valueSlice.end) }),
    ...(commentSlice && { comment: text.slice(commentSlice.start, commentSlice.end) }),
  };
}

function includeIn(text: string): { directive: string; path: string } {
  const line = mycnf.readLine(text);
  if (line.kind !== 'include') assert.fail(`${line.kind}: ${text}`);
  assert.equal(text.slice(line.pathSlice.start, line.pathSlice.end), line.path);
  return { directive: line.directive, path: line.path };
}

describe('option files', () => {
  it('ignore blanks at both ends of a line', () => {
    const text = ' \t server-id \t=\t 10 \v\f ';
    assert.deepEqual(mycnf.readLine(text), {
      kind: 'setting',
      text,
      name: 'server-id',
      nameSlice: sliceOf(text, 'server-id'),
      value: '10',
      valueSlice: sliceOf(text, '10'),
      commentSlice: undefined,
    });
  });

  it('have blank lines', () => {
    assert.deepEqual(kindsOf('\n \t\n\r\n'), ['blank', 'blank', 'blank', 'blank']);
  });

  it('may end lines with CRLF', () => {
    assert.deepEqual(open('[mysqld]\r\nport=1\r\n').blocks[0]?.lines, open('[mysqld]\nport=1\n').blocks[0]?.lines);
  });

  it('may lack the final newline', () => {
    assert.deepEqual(kindsOf('[mysqld]\nport=1'), ['group', 'setting']);
  });

  it('are read as if a byte order mark were not there, which the document tells apart', () => {
    const document = open('\ufeff[mysqld]\n');
    assert.equal(document.lines.byteOrderMark, true);
    assert.deepEqual(document.blocks[0]?.lines[0], mycnf.readLine('[mysqld]'));
  });

  it('comment a line out with # or ; at its start', () => {
    assert.deepEqual(kindsOf('# a\n ;b = c\n#'), ['comment', 'comment', 'comment']);
  });

  it('begin a comment at # in the middle of a line, also without a blank before it', () => {
    assert.deepEqual(settingIn('port = 3306 # a # b'), {
      name: 'port',
      value: '3306',
      written: '3306',
      comment: '# a # b',
    });
    assert.deepEqual(settingIn('port=3306#x'), { name: 'port', value: '3306', written: '3306', comment: '#x' });
    assert.deepEqual(settingIn('port # = 1'), { name: 'port', value: undefined, comment: '# = 1' });
    assert.deepEqual(settingIn('port = # 1'), { name: 'port', value: '', written: '', comment: '# 1' });
  });

  it('keep a # inside quotes', () => {
    assert.deepEqual(settingIn('a = "b # c" # d'), { name: 'a', value: 'b # c', written: '"b # c"', comment: '# d' });
    assert.deepEqual(settingIn("a = 'b # c'"), { name: 'a', value: 'b # c', written: "'b # c'" });
  });

  it('open quotes anywhere, so that an apostrophe protects the rest of the line', () => {
    assert.deepEqual(settingIn("a = it's # x"), { name: 'a', value: "it's # x", written: "it's # x" });
  });

  it('let a backslash protect a quote inside quotes only', () => {
    assert.deepEqual(settingIn('a="b\\"#c"#d'), { name: 'a', value: 'b"#c', written: '"b\\"#c"', comment: '#d' });
    assert.deepEqual(settingIn('a="b\\\\"#c'), { name: 'a', value: 'b\\', written: '"b\\\\"', comment: '#c' });
    assert.deepEqual(settingIn('a=b\\"#c"'), { name: 'a', value: 'b"#c"', written: 'b\\"#c"' });
  });

  it('take ; in the middle of a line as data', () => {
    assert.deepEqual(settingIn('log_bin = x ; text'), { name: 'log_bin', value: 'x ; text', written: 'x ; text' });
  });

  it('open a group with brackets and ignore what follows them', () => {
    const text = ' [mysqld]  text # x';
    const nameSlice = sliceOf(text, 'mysqld');
    assert.deepEqual(mycnf.readLine(text), { kind: 'group', text, name: 'mysqld', nameSlice });
    assert.deepEqual(mycnf.pieces(mycnf.readLine(text))[1], { kind: 'section', ...sliceOf(text, '[mysqld]') });
  });

  it('tell [ mysqld] and [mysqld] apart but not [mysqld ] and [mysqld]', () => {
    const names = ['[ mysqld]', '[mysqld ]'].map((text) => {
      const line = mycnf.readLine(text);
      return line.kind === 'group' ? line.name : undefined;
    });
    assert.deepEqual(names, [' mysqld', 'mysqld']);
  });

  it('match groups without regard to case', () => {
    assert.deepEqual(open('[MySQLd]\na\n[CLIENT]\n').blocks.map(groupOf), ['mysqld', 'client']);
  });

  it('are refused for a group without its closing bracket', () => {
    const line = mycnf.readLine(' [mysqld  ');
    assert.equal(line.kind === 'group' && line.name, 'mysqld');
    assert.deepEqual(line.problems, [{ code: 'group-not-closed', start: 1, end: 8 }]);
  });

  it('are refused for an option before any group, which belongs to a block without a group', () => {
    const [first, second] = open('port=1\n[mysqld]\n').blocks;
    assert.ok(first && second);
    assert.equal(groupOf(first), undefined);
    assert.equal(groupOf(second), 'mysqld');
  });

  it('make one block of a group and what follows it, also where the group is named again', () => {
    const blocks = open('# top\n[mysqld]\na=1\n\n[mysqld]\nb=2').blocks;
    assert.deepEqual(
      blocks.map((block) => block.lines.length),
      [1, 3, 2],
    );
  });

  it('split at the first =', () => {
    assert.deepEqual(settingIn('a = b = c'), { name: 'a', value: 'b = c', written: 'b = c' });
    assert.deepEqual(settingIn('a==b'), { name: 'a', value: '=b', written: '=b' });
  });

  it('tell a bare name from one with an empty value', () => {
    assert.deepEqual(settingIn('skip-networking '), { name: 'skip-networking', value: undefined });
    assert.deepEqual(settingIn('log-bin= '), { name: 'log-bin', value: '', written: '' });
  });

  it('remove quotes that wrap the whole value', () => {
    assert.deepEqual(settingIn(`a="b c"`).value, 'b c');
    assert.deepEqual(settingIn(`a='b "c" d'`).value, 'b "c" d');
    assert.deepEqual(settingIn(`a=""`).value, '');
  });

  it('keep quotes that do not wrap the whole value', () => {
    for (const value of ['"b" c', 'b "c"', `"b'`, '"', "'b"]) assert.equal(settingIn(`a=${value}`).value, value);
  });

  it('remove the outer quotes even where they do not belong together', () => {
    assert.equal(settingIn('a="b" "c"').value, 'b" "c');
  });

  it('resolve the escapes n t r b s, quotes and the backslash, with or without quotes', () => {
    assert.equal(decodeValue(String.raw`\n\t\r\b\s\"\'\\`), '\n\t\r\b "\'\\');
    assert.equal(decodeValue(String.raw`"a\sb\"c"`), 'a b"c');
  });

  it('keep the backslash of any other escape, and one at the end', () => {
    assert.equal(decodeValue(String.raw`C:\data\\x\0`), String.raw`C:\data\x\0`);
    assert.equal(decodeValue('a\\'), 'a\\');
    assert.equal(decodeValue('"a\\"'), 'a\\');
  });

  it('do not continue a line behind a backslash', () => {
    assert.deepEqual(kindsOf('[mysqld]\na = b \\\nc'), ['group', 'setting', 'setting']);
  });

  it('read `key value`, `key: v` and leading dashes as names', () => {
    for (const text of ['port 3306', 'port: 3306', '--port'])
      assert.deepEqual(settingIn(text), { name: text, value: undefined });
    assert.equal(settingIn('--port=3306').name, '--port');
  });

  it('keep the spelling of names', () => {
    assert.equal(settingIn('Server-ID_x=1').name, 'Server-ID_x');
  });

  it('include files and folders, with or without a blank behind the mark', () => {
    const text = '  ! \t includedir\v /etc/mysql/conf.d/ ';
    assert.deepEqual(includeIn(text), { directive: '!includedir', path: '/etc/mysql/conf.d/' });
    assert.deepEqual(includeIn('!include /etc/a b.cnf'), { directive: '!include', path: '/etc/a b.cnf' });
  });

  it('take a # in an include as part of the path', () => {
    assert.equal(includeIn('!include /etc/a.cnf # x').path, '/etc/a.cnf # x');
  });

  it('ignore a word behind ! that is no directive, also one that runs into its path', () => {
    assert.deepEqual(includeIn('!include/etc/a.cnf'), { directive: '!include/etc/a.cnf', path: '' });
    assert.deepEqual(includeIn('!INCLUDE /etc/a.cnf').directive, '!INCLUDE');
    assert.deepEqual(includeIn('!'), { directive: '!', path: '' });
  });

  it('include with ? since MariaDB 11.8; any other word behind ? is a name', () => {
    assert.deepEqual(includeIn('?includedir /etc/my.cnf.d'), { directive: '?includedir', path: '/etc/my.cnf.d' });
    assert.deepEqual(settingIn('?included x'), { name: '?included x', value: undefined });
  });

  it('are split or joined by the servers where a line is over 4094 bytes, comments too', () => {
    const problems = (text: string): unknown => mycnf.readLine(text).problems?.map((problem) => problem.code);
    for (const start of ['a=', '#', '[', '!include ']) {
      const fits = start.padEnd(4094, 'x');
      const before = problems(fits) ?? [];
      assert.deepEqual(problems(fits + 'x'), [...(before as string[]), 'line-too-long']);
    }
  });

  it('count the length of a line in bytes', () => {
    assert.equal(mycnf.readLine('a=' + 'é'.repeat(2046)).problems, undefined);
    assert.deepEqual(mycnf.readLine('a=' + 'é'.repeat(2047)).problems, [
      { code: 'line-too-long', start: 0, end: 2049 },
    ]);
  });

  it('have their bytes counted as UTF-8 makes them', () => {
    for (const text of ['', 'a', 'é', '€', '\u{1f600}', 'aé€\u{1f600}'])
      assert.equal(utf8Length(text), Buffer.byteLength(text));
  });

  it('have the pieces highlighting needs', () => {
    const pieces = (text: string) =>
      mycnf
        .pieces(mycnf.readLine(text))
        .filter(({ kind }) => kind !== 'blank')
        .map(({ kind, start, end }) => `${kind} ${text.slice(start, end)}`);
    assert.deepEqual(pieces('a = "b" # c'), ['name a', 'operator =', 'string "b"', 'comment # c']);
    assert.deepEqual(pieces('a=1G'), ['name a', 'operator =', 'number 1G']);
    assert.deepEqual(pieces('a=b'), ['name a', 'operator =', 'value b']);
    assert.deepEqual(pieces('a'), ['name a']);
    assert.deepEqual(pieces('!include /x'), ['keyword !include', 'string /x']);
    assert.deepEqual(pieces('[a ] b'), ['section [a ]']);
    assert.deepEqual(pieces(' [a'), ['section [a']);
    assert.deepEqual(pieces(' ; a'), ['comment  ; a']);
  });
});
