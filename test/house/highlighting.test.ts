import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadWASM, OnigScanner, OnigString } from 'vscode-oniguruma';
import { type IGrammar, INITIAL, parseRawGrammar, Registry } from 'vscode-textmate';

const root = join(__dirname, '../..');

/** Texts in which everything stands that the grammars know. */
const samples: Readonly<Record<string, string>> = {
  mycnf: `[mysqld] # group
# comment
; comment
server-id = 1 # one
bind_address = 10.0.0.1
max_binlog_size = 100M
read_only = ON
name = "a \\n b"
other = 'c \\t d'
skip-name-resolve
wsrep_cluster_address = gcomm://10.0.0.1,10.0.0.2
datadir = /var/lib/mysql
binlog_format = ROW
!includedir /etc/mysql/conf.d/
!include /etc/my.cnf`,
  corosync: `# comment
totem {
    version: 2
    cluster_name: shop
    secauth: yes
    ring0_addr: 10.0.0.1
    interface {
        bindnetaddr: fe80::1
    }
}`,
  haproxy: `# comment
global
    log /dev/log local0
    maxconn 4096
    user "haproxy" # who
    chroot 'a'
.if defined(X)
.endif
defaults base
    timeout client 30s
    no option tcplog
frontend f from base
    bind *:3306 ssl crt /etc/x.pem
    bind [::1]:3306
    acl is_app src 10.0.0.0/8
    use_backend web if is_app !other
    http-request set-header X-A %[src] unless { nbsrv(b) gt 0 }
    default_backend web
backend web
    balance leastconn
    server db1 10.0.0.1:3306 check inter 2s backup
    server db2 "\${ADDRESS}:3306" check
    log-format "%ci \\"x"
`,
  crm: `# comment
primitive vip ocf:heartbeat:IPaddr2 \\
    params ip=10.0.0.9 nic="eth 0" cidr_netmask=24 \\
    op monitor interval=10s
location l vip inf: serv1
group web vip apache`,
  keepalived: `! comment
vrrp_instance VI_1 {
  state MASTER
  interface eth0
  priority 100
  authentication {
    auth_pass "a b"
  }
  virtual_ipaddress {
    10.0.0.9/24
  }
}`,
};

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
    for (const language of ['mycnf', 'corosync', 'haproxy', 'crm', 'keepalived']) {
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

  it('tells statements, names, lists, agents and values of the crm shell apart', () => {
    paints('crm', 'primitive vip ocf:heartbeat:IPaddr2 params ip=10.0.0.9 nic="eth0" op monitor interval=10s \\', [
      ['primitive', 'keyword.control.statement'],
      ['vip', 'entity.name.section'],
      ['ocf:heartbeat:IPaddr2', 'support.function.agent'],
      ['params', 'keyword.other.list'],
      ['ip', 'variable.other'],
      ['10.0.0.9', 'constant.numeric.address'],
      ['"eth0"', 'string.unquoted'],
      ['monitor', 'support.function'],
      ['10', 'constant.numeric'],
      ['s', 'constant.numeric.unit'],
      ['\\', 'punctuation.separator'],
    ]);
    paints('crm', 'location l vip -inf: serv1', [
      ['-inf:', 'constant.language.score'],
      ['serv1', 'entity.name.reference'],
    ]);
    paints('crm', '# primitive', [['# primitive', 'comment']]);
  });

  it('tells sections, keywords and addresses of keepalived.conf apart', () => {
    paints('keepalived', 'vrrp_instance VI_1 { # why', [
      ['vrrp_instance', 'keyword.control.section'],
      ['VI_1', 'entity.name.section'],
      ['{', 'punctuation.section'],
      ['# why', 'comment'],
    ]);
    paints('keepalived', '  virtual_router_id 51', [
      ['virtual_router_id', 'variable.other'],
      ['51', 'constant.numeric'],
    ]);
    paints('keepalived', '    10.0.0.9/24 dev eth0', [
      ['10.0.0.9/24', 'constant.numeric.address'],
      ['dev', 'string.unquoted'],
    ]);
  });

  /** Every scope a grammar names, from its JSON. */
  const named = (language: string): string[] => {
    const text = readFileSync(join(root, 'syntaxes', `${language}.tmLanguage.json`), 'utf8');
    const scopes = [...text.matchAll(/"name": "([^"]+\.[^"]+)"/g)].map(([, scope = '']) => scope);
    return [...new Set(scopes)].filter((scope) => scope.endsWith(`.${language}`));
  };

  for (const [language, sample] of Object.entries(samples)) {
    it(`of ${language} uses every scope it names, and none that red and green alone would tell apart`, () => {
      const used = new Set<string>();
      let state = INITIAL;
      for (const line of sample.split('\n')) {
        const { tokens, ruleStack } = (grammars.get(language) as IGrammar).tokenizeLine(line, state);
        state = ruleStack;
        for (const scope of tokens.flatMap(({ scopes }) => scopes)) used.add(scope);
      }
      const scopes = named(language);
      assert.ok(scopes.length > 8);
      assert.deepEqual(
        scopes.filter((scope) => !used.has(scope)),
        [],
      );
      // Themes paint these red or green, and set them apart by nothing else.
      for (const scope of scopes)
        assert.doesNotMatch(scope, /^(invalid(?!\.deprecated)|markup\.(inserted|deleted|changed))/);
    });
  }

  it('never gives the two sides of an assignment, or a section and what is in it, scopes of one kind', () => {
    const kindsOf = (language: string, line: string, pieces: readonly string[]): string[] => {
      const { tokens } = (grammars.get(language) as IGrammar).tokenizeLine(line, INITIAL);
      return pieces.map((piece) => {
        const at = line.indexOf(piece);
        const scopes = tokens.find((each) => each.startIndex <= at && at < each.endIndex)?.scopes ?? [];
        return scopes.at(-1)?.split('.')[0] ?? '';
      });
    };
    for (const [language, line, pieces] of [
      ['mycnf', 'binlog_format = ROW # why', ['binlog_format', 'ROW', '# why']],
      ['mycnf', 'server_id = 5', ['server_id', '=', '5']],
      ['corosync', '    nodeid: 5', ['nodeid', ':', '5']],
      ['corosync', 'totem {', ['totem', '{']],
      ['haproxy', '    server db1 10.0.0.1:3306 check # why', ['server', 'db1', '10.0', 'check', '# why']],
      ['haproxy', 'backend databases', ['backend', 'databases']],
      ['crm', 'group web apache nic=eth0', ['web', 'nic', 'eth0', 'group']],
      ['keepalived', 'vrrp_instance VI_1 {', ['vrrp_instance', 'VI_1', '{']],
    ] as const) {
      const kinds = kindsOf(language, line, pieces);
      assert.equal(new Set(kinds).size, pieces.length, `${line}: ${kinds.join(', ')}`);
    }
  });
});
