import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { format } from '../../server/core/features/formatting';
import { corosync } from '../../server/core/syntax/corosync';
import { cib } from '../../server/core/syntax/cib';
import { crm } from '../../server/core/syntax/crm';
import { haproxy } from '../../server/core/syntax/haproxy';
import { keepalived } from '../../server/core/syntax/keepalived';
import { mycnf } from '../../server/core/syntax/mycnf';
import { Document, type Grammar } from '../../server/core/syntax/tree';
import { applyEdits } from '../../server/core/text/lines';
import { type Daemons, describeDaemons } from '../daemons';
import { keepalivedComplaints, keepalivedReads } from '../daemons/judges';
import { scenarioFiles } from '../examples/scenarios';
import { oracleNamed } from './oracles';
import { Random } from './random';
import { seedsOf } from './seeds';

const rounds = 30;

function formatted(grammar: Grammar, text: string): string {
  return applyEdits(text, format(new Document('file:///x', 'x', grammar, text), 0, Infinity, '    '));
}

/** A text with some of its blanks moved about, sloppily typed: the daemon need not like it, only read both alike. */
function sloppy(text: string, random: Random, sign = /[ \t]*([=:{])[ \t]*/): string {
  const blank = (): string => random.pick(['', ' ', '  ', '\t', '    ']);
  return text
    .split('\n')
    .map((line, index, lines) => {
      // Blanks behind the last line feed are a cut-off line to HAProxy, which it refuses; formatting mends that.
      if (index === lines.length - 1) return line;
      const indented = random.chance(1, 2) ? line.replace(/^[ \t]*/, blank()) : line;
      const spread = random.chance(1, 2)
        ? indented.replace(/ (?=\S)/g, () => random.pick([' ', '  ', '\t']))
        : indented;
      const signs = random.chance(1, 2)
        ? spread.replace(sign, (_, found: string) => blank() + found + blank())
        : spread;
      return random.chance(1, 3) ? signs + blank() : signs;
    })
    .join('\n');
}

/** Reads sloppy texts as they are and formatted, and asserts that the daemon makes the same of both. */
function compare(grammar: Grammar, texts: readonly string[], read: (text: string) => unknown): void {
  const random = new Random('formatting', grammar.language);
  let changed = 0;
  for (let round = 0; round < rounds; round++) {
    const text = sloppy(random.pick(texts), random);
    const clean = formatted(grammar, text);
    if (clean === text) continue;
    changed++;
    assert.deepEqual(read(clean), read(text), `round ${round}:\n${text}\n--- formatted ---\n${clean}`);
  }
  assert.ok(changed > rounds / 2, `only ${changed} texts were formatted at all`);
}

describeDaemons('formatting option files, and what MariaDB 10.11 reads', (daemons) => {
  it('hands the server the same options', function () {
    this.timeout(120_000);
    const texts = seedsOf(oracleNamed('mariadb-10.11'), daemons()).map(({ text }) => text);
    const groups = ['mysqld', 'server', 'mariadb', 'mariadbd', 'galera', 'client', 'client-server', 'mysqld_safe'];
    compare(mycnf, texts, (text) => {
      const { status, stdout, stderr } = daemons().run(['my_print_defaults', '--defaults-file=/etc/x.cnf', ...groups], {
        files: { '/etc/x.cnf': text },
      });
      return { status, stdout, stderr };
    });
  });
});

describeDaemons(
  'formatting haproxy.cfg, and what HAProxy 3.0 reads',
  (daemons) => {
    it('hands every keyword the same words', function () {
      this.timeout(120_000);
      const texts = seedsOf(oracleNamed('haproxy-3.0'), daemons()).map(({ text }) => text);
      compare(haproxy, texts, (text) => {
        const file = '/etc/haproxy/haproxy.cfg';
        // It prints every line as it has split it, before it judges any of them.
        const { stdout } = daemons().run(['haproxy', '-dC', '-c', '-f', file], { files: { [file]: text } });
        return stdout.split('\n').filter((line) => line.trim() !== '');
      });
    });
  },
  'trixie',
);

describeDaemons('formatting corosync.conf, and what corosync 3.1 reads', (daemons) => {
  it('stores the same keys and values', function () {
    this.timeout(240_000);
    const seeds = seedsOf(oracleNamed('corosync-3.1.7'), daemons());
    const random = new Random('formatting', 'corosync');
    let stored = 0;
    for (let round = 0; round < 6; round++) {
      const { text, hostname, addresses } = random.pick(seeds);
      const messy = sloppy(text, random);
      const clean = formatted(corosync, messy);
      const [before, after] = [messy, clean].map((each) => storedBy(daemons(), each, hostname, addresses));
      assert.deepEqual(after, before, `round ${round}:\n${messy}\n--- formatted ---\n${clean}`);
      if (before && before.length > 5) stored++;
    }
    assert.ok(stored > 0, 'corosync never came up');
  });

  it('accepts and refuses the same texts', function () {
    this.timeout(120_000);
    const seeds = seedsOf(oracleNamed('corosync-3.1.7'), daemons());
    compare(
      corosync,
      seeds.map(({ text }) => text),
      (text) => daemons().corosyncAccepts(text, { hostname: 'db1', addresses: ['10.0.0.1'] }).accepts,
    );
  });
});

describeDaemons(
  'formatting keepalived.conf, and what keepalived 2.2 reads',
  (daemons) => {
    const folder = (): string => path.join(daemons().root, 'usr/share/doc/keepalived/samples');
    const sample = (name: string): string => readFileSync(path.join(folder(), name), 'utf8');
    /** The examples that come with keepalived, without those that need programs or files of their own. */
    const samples = (): readonly string[] => {
      const names = readdirSync(folder()).filter((name) => /^keepalived\.conf\.[\w.]*$/.test(name));
      return names
        .filter((name) => !/SSL|misc|BFD/.test(name))
        .sort()
        .map(sample);
    };

    it('complains of the same lines', function () {
      this.timeout(120_000);
      compare(keepalived, samples(), (text) => [...keepalivedComplaints(daemons().run, text)]);
    });

    it('dumps the same configuration', function () {
      this.timeout(60_000);
      const random = new Random('formatting', 'dump');
      const text = sloppy(sample('keepalived.conf.vrrp.scripts'), random, /$^/);
      const clean = formatted(keepalived, text);
      assert.notEqual(clean, text);
      const read = keepalivedReads(daemons().run, text);
      assert.equal(read.filter((line) => line.includes('VRRP Instance =')).length, 3, read.join('\n'));
      assert.deepEqual(keepalivedReads(daemons().run, clean), read, `${text}\n--- formatted ---\n${clean}`);
    });
  },
  'bookworm-crmsh',
);

describeDaemons(
  'formatting text of the crm shell and CIBs, and what crmsh 4.4 and Pacemaker 2.1 read',
  (daemons) => {
    const shared = scenarioFiles('co-masters-pacemaker-fixed').get('cluster.crm') ?? '';
    // The fencing agents are packages of their own.
    const text = shared
      .replaceAll('stonith:fence_ipmilan', 'ocf:pacemaker:Dummy')
      .replace(/params ip=\S+ username=fence pcmk_host_list=\S+ /g, 'params state=/run/dummy ')
      .replace('stonith-enabled=true', 'stonith-enabled=false');
    const empty =
      '<cib validate-with="pacemaker-3.0" admin_epoch="0" epoch="1" num_updates="0"><configuration><crm_config/><nodes><node id="1" uname="serv1"/><node id="2" uname="serv2"/></nodes><resources/><constraints/></configuration><status/></cib>';
    /** The CIBs that the crm shell makes of texts, as Pacemaker reads them. */
    const cibsOf = (texts: readonly string[]): readonly string[] => {
      const each = `for file in /tmp/*.crm; do
  export CIB_file=$file.xml
  cp /tmp/empty.xml $CIB_file
  crm configure load update $file < /dev/null >&2 || echo refused
  cibadmin --query; echo ---
done`;
      const files = Object.fromEntries(texts.map((written, index) => [`/tmp/${index}.crm`, written]));
      const script = `mkdir -p /var/log/crmsh /var/lib/pacemaker/cib\n${each}`;
      const run = daemons().run(['sh', '-c', script], {
        files: { ...files, '/tmp/empty.xml': empty },
        hostname: 'serv1',
      });
      return run.stdout
        .replace(/cib-last-written="[^"]*"/g, '')
        .split('---\n')
        .slice(0, -1);
    };

    it('makes the same of both', function () {
      this.timeout(120_000);
      const random = new Random('formatting', 'crm');
      // Around `=` the shell allows no blanks.
      const messy = [0, 1].map(() => sloppy(text, random, /$^/));
      const clean = messy.map((each) => formatted(crm, each));
      messy.forEach((each, index) => assert.notEqual(clean[index], each));
      const made = cibsOf([...messy, ...clean]);
      assert.equal(made.length, 4);
      for (const index of [0, 1]) {
        assert.match(made[index] ?? '', /<primitive/, 'nothing was loaded');
        assert.doesNotMatch(made[index] ?? '', /refused/);
        assert.equal(made[index + 2], made[index], `${messy[index]}\n--- formatted ---\n${clean[index]}`);
      }
      const xml = sloppy(made[0] ?? '', random, /$^/);
      const laidOut = formatted(cib, xml);
      assert.notEqual(laidOut, xml);
      const read = (cibText: string): unknown => {
        const { stdout, status } = daemons().run(
          ['sh', '-c', 'crm_verify --xml-file /tmp/cib.xml >&2; echo $?; CIB_file=/tmp/cib.xml cibadmin --query'],
          { files: { '/tmp/cib.xml': cibText } },
        );
        return [stdout, status];
      };
      assert.deepEqual(read(laidOut), read(xml));
    });
  },
  'bookworm-crmsh',
);

const script = `corosync -f > /dev/null 2>&1 &
for try in $(seq 30); do corosync-cmapctl 2> /dev/null | grep . && break; sleep 0.1; done; true`;

/** What corosync's store holds of its configuration once it runs; empty when it does not start. */
function storedBy(daemons: Daemons, text: string, hostname: string, addresses: readonly string[]): string[] {
  const { stdout } = daemons.run(['sh', '-c', script], {
    hostname,
    addresses,
    files: {
      '/etc/corosync/corosync.conf': text,
      '/etc/corosync/authkey': { content: '0123456789abcdef'.repeat(16), mode: 0o400 },
    },
  });
  return stdout.split('\n').filter((line) => /^(totem|nodelist|quorum|logging|system|nozzle)\./.test(line));
}
