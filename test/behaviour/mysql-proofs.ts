import assert from 'node:assert/strict';
import type { MysqlStage } from './mysql-stage';
import { type Script, scriptsOf } from './stage';

/** How the harm of a rule's bad case shows on MySQL, and is gone once it is mended. */
interface MysqlProof {
  readonly rule: string;
  readonly play: (stage: MysqlStage) => Promise<void>;
}

const connection = 'SELECT LAST_ERROR_NUMBER FROM performance_schema.replication_connection_status';

/** The replica does not take its source for another server. */
async function areTakenForOne(stage: MysqlStage, bad: Script): Promise<void> {
  await stage.start(bad);
  await stage.follow();
  await stage.until('db2', connection, /^13117$/);
  await stage.clear();
}

/** What is written on the source arrives at the replica. */
async function arrives(stage: MysqlStage, script: Script): Promise<void> {
  await stage.start(script);
  await stage.follow();
  await stage.sql('db1', "INSERT INTO shop.orders (what) VALUES ('a')");
  await stage.until('db2', 'SELECT what FROM shop.orders', /^a$/);
}

export const mysqlProofs: readonly MysqlProof[] = [
  {
    rule: 'replication/server-id-duplicated',
    async play(stage) {
      const { bad, fixed } = scriptsOf(this.rule);
      assert.ok(bad.isFound && fixed && !fixed.isFound);
      await areTakenForOne(stage, bad);
      await arrives(stage, fixed);
    },
  },
  {
    rule: 'replication/server-uuid-duplicated',
    async play(stage) {
      const { bad } = scriptsOf(this.rule);
      assert.ok(bad.isFound);
      await areTakenForOne(stage, bad);
      // What the page tells to do: without auto.cnf the server makes a uuid of its own.
      const ownUuid = (bad.optionFiles.get('db2') ?? '').replace(/^server.uuid.*$/m, '');
      await arrives(stage, { ...bad, optionFiles: new Map([...bad.optionFiles, ['db2', ownUuid]]) });
    },
  },
  {
    rule: 'replication/semisync-plugin-missing',
    async play(stage) {
      const { bad, fixed } = scriptsOf(this.rule, 1);
      assert.ok(bad.isFound && fixed && !fixed.isFound);
      assert.match(await stage.refusal('db1', bad), /unknown variable 'rpl_semi_sync_master_enabled/);
      await stage.start(fixed);
      assert.equal(await stage.sql('db1', 'SELECT @@rpl_semi_sync_source_enabled'), '1');
    },
  },
];
