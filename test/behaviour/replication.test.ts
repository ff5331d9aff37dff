import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describeLab } from '../daemons';
import { Lab } from '../daemons/lab';
import { emptyDataDirectory } from '../daemons/mariadb';
import { mysqlProofs } from './mysql-proofs';
import { type Edge, type Script, scriptsOf, Stage } from './stage';

/** How the harm of a rule's bad case shows on real servers, and how its absence does. */
interface Proof {
  readonly rule: string;
  /** Which of the bad cases of the page is brought up. */
  readonly number?: number;
  /** Who replicates from whom, where the page leaves it to the roles. */
  readonly edges?: readonly Edge[];
  /** For a page without a fixed case: what to change in the option file of a host. */
  readonly mend?: readonly [host: string, from: RegExp, to: string];
  readonly harm: (stage: Stage, edges: readonly Edge[]) => Promise<void>;
  readonly absence: (stage: Stage, edges: readonly Edge[]) => Promise<void>;
}

const edge = (source: string, replica: string): Edge => ({ source, replica, channel: '' });

/** All edges replicate, and what is written on the first source arrives at the last replica. */
async function arrives(stage: Stage, edges: readonly Edge[]): Promise<void> {
  for (const each of edges) await stage.follow(each);
  const [first, last] = [edges[0]!.source, edges.at(-1)!.replica];
  await stage.write(first, 'a');
  await stage.untilHas(last, 'a');
}

/** Replication over the only edge comes to say this. */
const says =
  (sign: RegExp) =>
  async (stage: Stage, [only]: readonly Edge[]): Promise<void> => {
    await stage.follow(only!);
    await stage.untilSays(only!.replica, sign);
  };

/** Both write while neither sees the other. */
async function writeApart(stage: Stage, [one, two]: readonly Edge[]): Promise<void> {
  await stage.write(one!.source, 'from one');
  await stage.write(two!.source, 'from two');
  await stage.follow(one!);
  await stage.follow(two!);
}

/** A row larger than the 64M of the page's replica. */
const largeRow = `SET SESSION binlog_format = ROW;
  INSERT INTO shop.orders (what) VALUES (REPEAT('x', 70 * 1024 * 1024))`;

const proofs: readonly Proof[] = [
  {
    rule: 'replication/server-id-duplicated',
    edges: [edge('db1', 'db2')],
    harm: says(/^No \w+ 1593 /),
    absence: arrives,
  },
  { rule: 'replication/server-id-missing', harm: says(/^No \w+ 1593 /), absence: arrives },
  { rule: 'replication/source-without-binlog', harm: says(/^No \w+ 1236 /), absence: arrives },
  {
    rule: 'replication/loopback-bind',
    edges: [edge('serv1', 'serv2')],
    // The IO thread goes on trying and never says No.
    harm: says(/^Connecting \w+ 2003 /),
    absence: arrives,
  },
  {
    rule: 'replication/chain-without-updates',
    harm: async (stage, edges) => {
      for (const each of edges) await stage.follow(each);
      await stage.write('db1', 'lost');
      await stage.untilHas('db2', 'lost');
      // What is written behind it on the host in the middle arrives, so that the other would have been there by now.
      await stage.write('db2', 'behind');
      await stage.untilHas('db3', 'behind');
      assert.equal(await stage.has('db3', 'lost'), false);
      assert.deepEqual(await stage.says('db3'), ['Yes Yes 0 0']);
    },
    absence: arrives,
  },
  {
    rule: 'replication/auto-increment-collision',
    edges: [edge('db1', 'db2'), edge('db2', 'db1')],
    harm: async (stage, edges) => {
      await writeApart(stage, edges);
      for (const { replica } of edges) await stage.untilSays(replica, / No 0 1062$/);
    },
    absence: async (stage, edges) => {
      await writeApart(stage, edges);
      await stage.untilHas('db1', 'from two');
      await stage.untilHas('db2', 'from one');
      assert.deepEqual(await stage.says('db1'), ['Yes Yes 0 0']);
    },
  },
  {
    rule: 'replication/gtid-domain-shared',
    number: 1,
    harm: async (stage, [north, south]) => {
      await stage.follow(north!, 'slave_pos');
      for (const what of ['n1', 'n2', 'n3']) await stage.write(north!.source, what);
      await stage.untilHas(north!.replica, 'n3');
      await stage.write(south!.source, 'lost');
      // The replica keeps one position for both sources, and the second does not know what the first has written.
      await stage.follow(south!, 'slave_pos');
      await stage.untilSays(south!.replica, /^No \w+ 1236 /);
      assert.equal(await stage.has(south!.replica, 'lost'), false);
    },
    absence: async (stage, [north, south]) => {
      // Rows of two sources meet in one table, so each takes keys of its own.
      await stage.sql(south!.source, 'SET GLOBAL auto_increment_offset = 2; SET GLOBAL auto_increment_increment = 2');
      await stage.follow(north!, 'slave_pos');
      await stage.write(north!.source, 'n1');
      await stage.untilHas(north!.replica, 'n1');
      await stage.write(south!.source, 'kept');
      await stage.follow(south!, 'slave_pos');
      await stage.untilHas(south!.replica, 'kept');
    },
  },
  {
    rule: 'replication/filter-dead',
    edges: [edge('source', 'replica')],
    mend: ['source', /binlog_do_db = "shop"/, 'binlog_do_db = "stock"'],
    harm: async (stage, [only]) => {
      await stage.follow(only!);
      await stage.sql('source', "USE stock; INSERT INTO goods (what) VALUES ('lost')");
      // The replica has passed the place once it reads the next file.
      await stage.sql('source', 'FLUSH BINARY LOGS');
      await stage.untilExecuted('replica', 'binlog.000002');
      assert.deepEqual(await stage.says('replica'), ['Yes Yes 0 0']);
      assert.deepEqual(await stage.sql('replica', 'SELECT id FROM stock.goods'), []);
    },
    absence: async (stage, [only]) => {
      await stage.follow(only!);
      await stage.sql('source', "USE stock; INSERT INTO goods (what) VALUES ('kept')");
      for (let tries = 0; (await stage.sql('replica', 'SELECT id FROM stock.goods')).length === 0; tries++) {
        assert.ok(tries < 300, 'the row does not arrive');
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    },
  },
  {
    rule: 'replication/packet-limit-lower',
    edges: [edge('source', 'replica')],
    harm: async (stage, [only]) => {
      await stage.follow(only!);
      await stage.sql('source', largeRow);
      await stage.untilSays('replica', /^No \w+ (1236|1153) | No 0 (1236|1153|1594)$/);
    },
    absence: async (stage, [only]) => {
      await stage.follow(only!);
      await stage.sql('source', largeRow);
      await stage.write('source', 'behind');
      await stage.untilHas('replica', 'behind');
    },
  },
];

describe('error rules about replication', () => {
  it('have their harm shown on real servers, each of them, also those that are errors only sometimes', () => {
    const folder = path.join(__dirname, '../../server/core/rules/replication');
    const errors = readdirSync(folder)
      .filter((name) => name.endsWith('.ts'))
      .filter((name) => /severity: [^\n]*'error'/.test(readFileSync(path.join(folder, name), 'utf8')))
      .map((name) => `replication/${name.slice(0, -3)}`);
    const proven = new Set([...proofs, ...mysqlProofs].map(({ rule }) => rule));
    assert.deepEqual(
      errors.filter((rule) => !proven.has(rule)),
      [],
    );
  });
});

describeLab('what replication does when a rule is not heeded (MariaDB 10.11)', (daemons) => {
  let data: Buffer;

  before(async function () {
    this.timeout(120_000);
    const lab = await Lab.start(daemons().root, [{ name: 'maker', addresses: ['10.0.0.1'], files: {} }]);
    try {
      data = await emptyDataDirectory(lab.host('maker'));
    } finally {
      await lab.stop();
    }
  });

  async function play(script: Script, act: Proof['harm'], edges: readonly Edge[]): Promise<void> {
    const stage = await Stage.set(daemons().root, script, data);
    try {
      await act(stage, edges);
    } finally {
      await stage.stop();
    }
  }

  for (const { rule, number = 0, edges, mend, harm, absence } of proofs) {
    describe(rule, () => {
      const { bad, fixed } = scriptsOf(rule, number);

      it('harms as its page says', async function () {
        this.timeout(180_000);
        assert.ok(bad.isFound, 'the rule finds it');
        await play(bad, harm, edges ?? bad.edges);
      });

      it('does no harm once it is mended', async function () {
        this.timeout(180_000);
        const mended = mend ? changed(bad, mend) : fixed;
        assert.ok(mended, 'the page has no fixed case');
        if (!mend) assert.equal(mended.isFound, false, 'the rule finds nothing');
        await play(mended, absence, edges ?? mended.edges);
      });
    });
  }
});

function changed(script: Script, [host, from, to]: NonNullable<Proof['mend']>): Script {
  const text = script.optionFiles.get(host) ?? '';
  assert.match(text, from);
  return { ...script, optionFiles: new Map([...script.optionFiles, [host, text.replace(from, to)]]) };
}
