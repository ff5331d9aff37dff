import assert from 'node:assert/strict';
import { describeLab } from '../daemons';
import { Lab } from '../daemons/lab';
import { emptyMysqlData, MysqlServer } from '../daemons/mysql';
import { rulesBroken } from './findings';

const hosts = ['gr1', 'gr2'] as const;
const address = (index: number): string => `10.0.0.${index + 1}`;
const option = (name: string): string => `group_replication_${name}`;

function optionFile(index: number, changed: Readonly<Record<string, string>> = {}): string {
  const options = {
    server_id: `${index + 1}`,
    report_host: address(index),
    log_bin: 'binlog',
    gtid_mode: 'ON',
    enforce_gtid_consistency: 'ON',
    mysqlx: 'OFF',
    plugin_load_add: 'group_replication.so',
    [option('group_name')]: '0685154b-e563-11f1-a82f-eeed57eb3899',
    [option('local_address')]: `${address(index)}:33061`,
    [option('group_seeds')]: `${address(0)}:33061,${address(1)}:33061`,
    [option('start_on_boot')]: 'OFF',
    [option('recovery_get_public_key')]: 'ON',
    ...changed,
  };
  return `[mysqld]\n${Object.entries(options)
    .map(([name, value]) => `${name} = ${value}\n`)
    .join('')}`;
}

/** What one member's file may say, and how the group takes it. Faults that take MySQL a minute to give up are left out. */
const scenarios: readonly { rule: string; changed: Record<string, string>; harm: RegExp }[] = [
  {
    rule: 'group-replication/local-address-duplicated',
    changed: { [option('local_address')]: `${address(0)}:33061` },
    harm: /ERROR 3096/,
  },
  {
    rule: 'group-replication/local-address-unfit',
    changed: { [option('local_address')]: address(1) },
    harm: /ERROR 3096/,
  },
  {
    rule: 'group-replication/requirement-unmet',
    changed: { binlog_format: 'MIXED' },
    harm: /ERROR 3092/,
  },
  {
    rule: 'group-replication/block-size-differs',
    changed: { [option('gtid_assignment_block_size')]: '1000' },
    harm: /ERROR 3092/,
  },
  {
    rule: 'group-replication/bootstrap-left-on',
    changed: { [option('bootstrap_group')]: 'ON' },
    harm: /^(ONLINE|RECOVERING) alone$/,
  },
];

describeLab(
  'what a group does when a rule is not heeded (MySQL 9.7)',
  (daemons) => {
    let lab: Lab;
    const servers = new Map<string, MysqlServer>();
    const sql = (host: (typeof hosts)[number], statements: string): Promise<string> =>
      servers.get(host)?.sql(statements) ?? assert.fail(`there is no ${host}`);
    /** Whether gr2 gets into the group of gr1, in the words of MySQL. */
    const join = async (): Promise<string> => {
      try {
        await sql('gr2', 'START GROUP_REPLICATION');
      } catch (error) {
        return (error as Error).message;
      }
      const members = await sql('gr1', 'SELECT COUNT(*) FROM performance_schema.replication_group_members');
      const state = await sql(
        'gr2',
        `SELECT MEMBER_STATE FROM performance_schema.replication_group_members WHERE MEMBER_HOST = '${address(1)}'`,
      );
      return `${state} ${members === '2' ? 'together' : 'alone'}`;
    };

    before(async function () {
      this.timeout(120_000);
      lab = await Lab.start(
        daemons().root,
        hosts.map((name, index) => ({
          name,
          addresses: [address(index)],
          files: { '/etc/mysql/my.cnf': optionFile(index) },
        })),
      );
      const data = await emptyMysqlData(lab.host('gr1'));
      await Promise.all(
        hosts.map(async (name) => {
          const server = await MysqlServer.make(lab.host(name), data);
          servers.set(name, server);
          await server.start();
          await sql(
            name,
            `SET sql_log_bin = 0; CREATE USER recovery@'%' IDENTIFIED BY 'secret';
            GRANT REPLICATION SLAVE, CONNECTION_ADMIN, BACKUP_ADMIN, GROUP_REPLICATION_STREAM ON *.* TO recovery@'%';
            SET sql_log_bin = 1; CHANGE REPLICATION SOURCE TO SOURCE_USER = 'recovery', SOURCE_PASSWORD = 'secret'
              FOR CHANNEL 'group_replication_recovery'; RESET BINARY LOGS AND GTIDS`,
          );
        }),
      );
      const bootstrap = option('bootstrap_group');
      await sql('gr1', `SET GLOBAL ${bootstrap} = ON; START GROUP_REPLICATION; SET GLOBAL ${bootstrap} = OFF`);
    });
    after(() => lab?.stop());

    it('lets a member in that breaks no rule', async function () {
      this.timeout(60_000);
      const files = { 'gr1/my.cnf': optionFile(0), 'gr2/my.cnf': optionFile(1) };
      assert.deepEqual(
        [...rulesBroken(files)].filter((rule) => rule.startsWith('group-replication/')),
        [],
      );
      assert.match(await join(), /^(ONLINE|RECOVERING) together$/);
      await sql('gr2', 'STOP GROUP_REPLICATION; RESET BINARY LOGS AND GTIDS');
    });

    for (const { rule, changed, harm } of scenarios)
      it(`${rule} harms as its page says`, async function () {
        this.timeout(60_000);
        const files = { 'gr1/my.cnf': optionFile(0), 'gr2/my.cnf': optionFile(1, changed) };
        assert.ok(rulesBroken(files).has(rule));
        const names = Object.keys(changed);
        const before = await Promise.all(names.map((name) => sql('gr2', `SELECT @@GLOBAL.${name}`)));
        const set = (value: (index: number) => string): string =>
          names
            .map(
              (name, index) =>
                `SET GLOBAL ${name} = ${/^(\d+|ON|OFF)$/.test(value(index)) ? value(index) : `'${value(index)}'`}`,
            )
            .join('; ');
        await sql(
          'gr2',
          set((index) => Object.values(changed)[index] as string),
        );
        assert.match(await join(), harm);
        await sql(
          'gr2',
          `STOP GROUP_REPLICATION; ${set((index) => before[index] as string)}; RESET BINARY LOGS AND GTIDS`,
        );
      });
  },
  'sid-mysql',
);
