import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadWASM, OnigScanner, OnigString } from 'vscode-oniguruma';
import { type IGrammar, INITIAL, parseRawGrammar, Registry } from 'vscode-textmate';

const root = join(__dirname, '../..');

describe('highlighting', () => {
  const grammars = new Map<string, IGrammar>();

  before(async () => {
    const wasm = readFileSync(require.resolve('vscode-oniguruma/release/onig.wasm'));
    await loadWASM(wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength));
    const registry = new Registry({
      onigLib: Promise.resolve({
        createOnigScanner: (patterns) => new OnigScanner(patterns),
        createOnigString: (text) => new OnigString(text),
      }),
      loadGrammar: (scope) => {
        const file = join(root, 'syntaxes', `${scope.replace('source.', '')}.tmLanguage.json`);
        return Promise.resolve(parseRawGrammar(readFileSync(file, 'utf8'), file));
      },
    });
    for (const language of ['mycnf', 'corosync', 'haproxy']) {
      const grammar = await registry.loadGrammar(`source.${language}`);
      assert.ok(grammar, `no grammar for ${language}`);
      grammars.set(language, grammar);
    }
  });

  /** Asserts the innermost scope of pieces of a line; each piece is looked for behind the one before. */
  const paints = (
    language: string,
    line: string,
    expected: readonly (readonly [piece: string, scope: string])[],
  ): void => {
    const { tokens } = (grammars.get(language) as IGrammar).tokenizeLine(line, INITIAL);
    let from = 0;
    for (const [piece, scope] of expected) {
      const at = line.indexOf(piece, from);
      assert.ok(at >= 0, `"${piece}" is not in the line`);
      const token = tokens.find((each) => each.startIndex <= at && at < each.endIndex);
      assert.match(token?.scopes.at(-1) ?? '', new RegExp(`^${scope.replaceAll('.', '\\.')}`), `${piece} in "${line}"`);
      from = at + piece.length;
    }
  };

  it('tells groups, options, values, units and comments of option files apart', () => {
    paints('mycnf', '[mysqld] ignored', [
      ['mysqld', 'entity.name.section'],
      ['ignored', 'comment'],
    ]);
    paints('mycnf', 'max_binlog_size = 100M # limit', [
      ['max_binlog_size', 'variable.other'],
      ['=', 'keyword.operator'],
      ['100', 'constant.numeric'],
      ['M', 'keyword.other.unit'],
      ['# limit', 'comment'],
    ]);
    paints('mycnf', 'read-only = ON', [
      ['read-only', 'variable.other'],
      ['ON', 'constant.language.boolean'],
    ]);
    paints('mycnf', 'name = "a # b"', [['a # b', 'string.quoted.double']]);
    paints('mycnf', '!includedir /etc/mysql/conf.d/', [
      ['!includedir', 'keyword.control'],
      ['/etc', 'string.unquoted.path'],
    ]);
    paints('mycnf', 'skip-name-resolve', [['skip-name-resolve', 'variable.other']]);
  });

  it('knows that corosync.conf has comments at the start of a line only', () => {
    paints('corosync', '  # two nodes', [['# two', 'comment']]);
    paints('corosync', '  expected_votes: 2 # two', [
      ['expected_votes', 'variable.other'],
      [':', 'keyword.operator'],
      ['# two', 'string.unquoted'],
    ]);
    paints('corosync', 'quorum {', [
      ['quorum', 'entity.name.section'],
      ['{', 'punctuation.section'],
    ]);
    paints('corosync', '    ring0_addr: 10.0.0.1', [['10.0.0.1', 'constant.numeric.address']]);
  });

  it('tells sections, keywords, names, addresses and conditions of haproxy.cfg apart', () => {
    paints('haproxy', 'backend databases # all', [
      ['backend', 'keyword.control.section'],
      ['databases', 'entity.name.section'],
      ['# all', 'comment'],
    ]);
    paints('haproxy', '    server db1 10.0.0.1:3306 check', [
      ['server', 'support.function'],
      ['db1', 'entity.name.reference'],
      ['10.0.0.1', 'constant.numeric.address'],
      ['3306', 'constant.numeric.port'],
      ['check', 'variable.parameter'],
    ]);
    paints('haproxy', '    timeout client 30s', [
      ['timeout', 'support.function'],
      ['client', 'support.function'],
      ['30', 'constant.numeric'],
      ['s', 'keyword.other.unit'],
    ]);
    paints('haproxy', '    use_backend web if is_app', [
      ['use_backend', 'support.function'],
      ['web', 'entity.name.reference'],
      ['if', 'keyword.control.condition'],
    ]);
    paints('haproxy', '.if defined(X)', [['.if', 'keyword.control.conditional']]);
  });
});
