import assert from 'node:assert/strict';
import data from '../../server/core/catalog/data/options.json';
import type { Product, Release } from '../../server/core/catalog/options';
import { effectiveValue } from '../../server/core/model/defaults';
import { rules } from '../../server/core/rules/registry';
import { Workspace } from '../../server/core/workspace';
import { catalogs } from '../../server/disk/catalogs';

const { options } = catalogs;

/** The series whose options are known, oldest first. */
const series: Readonly<Record<Product, readonly string[]>> = {
  mysql: ['5.7', '8.0', '8.4', '9.0', '9.7'],
  mariadb: ['10.5', '10.6', '10.11', '11.4', '11.8', '12.0', '12.1', '12.2', '12.3'],
};
const releases = (Object.keys(series) as Product[]).flatMap((product) =>
  series[product].map((each): Release => ({ product, series: each })),
);

/** The same option in every series of a product, one letter each: Yes, No, Maybe; `d` deprecated, `-` without effect. */
function life(name: string, product: Product): string {
  return series[product]
    .map((each): string => {
      const release = { product, series: each };
      const fact = options.fact(name, release);
      const letter = { yes: 'Y', no: 'N', maybe: 'M' }[options.resolve(name, release).known];
      return letter + (fact?.noop ? '-' : fact?.deprecated ? 'd' : '');
    })
    .join(' ');
}

const defaults = (name: string, product: Product): (string | undefined)[] =>
  series[product].map((each) => options.fact(name, { product, series: each })?.default);

describe('the option catalogue, release by release', () => {
  /** What the releases print or their manuals say; the columns are those of `series`. */
  const lives: readonly (readonly [string, Product, string])[] = [
    ['query_cache_size', 'mysql', 'Yd N N N N'],
    ['expire_logs_days', 'mysql', 'Y Yd N N N'],
    ['binlog_expire_logs_seconds', 'mysql', 'N Y Y Y Y'],
    ['master_info_repository', 'mysql', 'Y Yd N N N'],
    ['slave_parallel_workers', 'mysql', 'Y Yd Yd Yd Yd'],
    ['replica_parallel_workers', 'mysql', 'N Y Y Y Y'],
    ['default_authentication_plugin', 'mysql', 'Y Yd N N N'],
    ['authentication_policy', 'mysql', 'N Y Y Y Y'],
    ['innodb_redo_log_capacity', 'mysql', 'N Y Y Y Y'],
    ['innodb_file_format', 'mysql', 'Yd N N N N'],
    ['stored_program_definition_cache', 'mysql', 'N Y Y Y Y'],
    ['xa_detach_on_prepare', 'mysql', 'N Y Y Y Y'],
    ['binlog_expire_logs_seconds', 'mariadb', 'N Y Y Y Y Y Y Y Y'],
    ['innodb_snapshot_isolation', 'mariadb', 'N Y Y Y Y Y Y Y Y'],
    ['binlog_gtid_index', 'mariadb', 'N N N Y Y Y Y Y Y'],
    ['slave_connections_needed_for_purge', 'mariadb', 'N N N Y Y Y Y Y Y'],
    ['binlog_storage_engine', 'mariadb', 'N N N N N N N N Y'],
  ];
  for (const [name, product, expected] of lives) {
    it(`${name} of ${product}: ${expected}`, () => assert.equal(life(name, product), expected));
  }

  const turningPoints: readonly (readonly [string, Product, readonly (string | undefined)[]])[] = [
    ['gtid_mode', 'mysql', ['OFF', 'OFF', 'OFF', 'OFF', 'ON']],
    ['log_bin', 'mysql', ['OFF', 'binlog', 'binlog', 'binlog', 'binlog']],
    ['server_id', 'mysql', ['0', '1', '1', '1', '1']],
    ['sync_binlog', 'mysql', ['1', '1', '1', '1', '1']],
    ['character_set_server', 'mysql', ['latin1', 'utf8mb4', 'utf8mb4', 'utf8mb4', 'utf8mb4']],
    ['explicit_defaults_for_timestamp', 'mysql', ['OFF', 'ON', 'ON', 'ON', 'ON']],
    ['max_error_count', 'mysql', ['64', '1024', '1024', '1024', '1024']],
    ['max_allowed_packet', 'mysql', ['4194304', '67108864', '67108864', '67108864', '67108864']],
    ['innodb_flush_neighbors', 'mysql', ['1', '0', '0', '0', '0']],
    ['innodb_use_fdatasync', 'mysql', [undefined, 'OFF', 'ON', 'ON', 'ON']],
    ['innodb_buffer_pool_in_core_file', 'mysql', [undefined, 'ON', 'OFF', 'OFF', 'OFF']],
    ['performance_schema_max_memory_classes', 'mysql', ['320', '450', '470', '470', '470']],
    [
      'character_set_server',
      'mariadb',
      ['latin1', 'latin1', 'latin1', 'latin1', 'utf8mb4', 'utf8mb4', 'utf8mb4', 'utf8mb4', 'utf8mb4'],
    ],
    ['explicit_defaults_for_timestamp', 'mariadb', ['OFF', 'OFF', ...Array<string>(7).fill('ON')]],
    ['innodb_flush_method', 'mariadb', ['fsync', ...Array<string>(8).fill('O_DIRECT')]],
    ['innodb_undo_tablespaces', 'mariadb', ['0', '0', '0', ...Array<string>(6).fill('3')]],
    ['innodb_snapshot_isolation', 'mariadb', [undefined, 'OFF', 'OFF', 'OFF', ...Array<string>(5).fill('ON')]],
    ['optimizer_prune_level', 'mariadb', ['1', '1', ...Array<string>(7).fill('2')]],
    ['max_recursive_iterations', 'mariadb', ['4294967295', ...Array<string>(8).fill('1000')]],
    ['query_alloc_block_size', 'mariadb', ['16384', ...Array<string>(8).fill('32768')]],
    ['ssl', 'mariadb', ['OFF', 'OFF', 'OFF', ...Array<string>(6).fill('ON')]],
  ];
  for (const [name, product, expected] of turningPoints) {
    it(`${name} of ${product} is by default ${expected.join(', ')}`, () =>
      assert.deepEqual(defaults(name, product), expected));
  }

  it('within a series, from the version on that changed it', () => {
    const at = (name: string, product: Product, version: string): string | undefined =>
      options.fact(name, { product, series: version })?.default;
    assert.equal(at('query_alloc_block_size', 'mariadb', '10.6.21'), '16384');
    assert.equal(at('query_alloc_block_size', 'mariadb', '10.6.22'), '32768');
    assert.equal(at('innodb_purge_batch_size', 'mariadb', '10.6.15'), '300');
    assert.equal(at('innodb_purge_batch_size', 'mariadb', '10.6.19'), '1000');
    assert.equal(at('innodb_purge_batch_size', 'mariadb', '10.6.20'), '127');
    assert.equal(at('gtid_mode', 'mysql', '9.4.0'), 'OFF');
    assert.equal(at('gtid_mode', 'mysql', '9.5.0'), 'ON');
  });

  it('ranges that changed', () => {
    const range = (name: string, release: Release): (string | undefined)[] => {
      const fact = options.fact(name, release);
      return [fact?.min, fact?.max];
    };
    assert.deepEqual(range('max_prepared_stmt_count', { product: 'mysql', series: '5.7' }), ['0', '1048576']);
    assert.deepEqual(range('max_prepared_stmt_count', { product: 'mysql', series: '8.0' }), ['0', '4194304']);
    assert.deepEqual(range('performance_schema_max_file_classes', { product: 'mysql', series: '5.7' }), ['0', '256']);
    assert.deepEqual(range('long_query_time', { product: 'mysql', series: '8.4' }), ['0', '31536000']);
    assert.equal(range('innodb_log_file_size', { product: 'mariadb', series: '10.6' })[0], '1048576');
    assert.equal(range('innodb_log_file_size', { product: 'mariadb', series: '10.11' })[0], '4194304');
  });

  for (const release of releases) {
    const { product, series: version } = release;
    it(`an option that no file sets has the default of ${product} ${version}, whichever option it is`, () => {
      const workspace = new Workspace(catalogs, rules, 'repository', (rule, error) => {
        throw new Error(`rule ${rule} failed`, { cause: error });
      });
      const put = (file: string, text: string): void => workspace.set(file, `file:///repository/${file}`, text);
      const hosts = [{ name: 'db1', files: { 'db1/': '/etc/' } }];
      put('quorate.json', JSON.stringify({ clusters: [{ name: 'shop', product, version, hosts }] }));
      put('db1/my.cnf', '[mysqld]\nport = 3307\n');
      workspace.update();
      const host = workspace.model.hosts.find(({ name }) => name === 'db1');
      assert.ok(host);
      let known = 0;
      for (const name of options.names(release)) {
        if (name === 'port') continue;
        const value = effectiveValue(host, name, options);
        assert.equal(value?.value, options.fact(name, release)?.default, name);
        assert.equal(value?.setting, undefined, name);
        if (value) known++;
      }
      assert.ok(known > 400, `${known} defaults of ${product} ${version} are known`);
    });
  }

  it('what a daemon of the generated data printed is the default of its series, unless a fact corrects it', () => {
    let compared = 0;
    for (const { product, series: own } of data.daemons) {
      const corrected = new Set(
        data.facts[product].flatMap(({ name, from, before }) => ((from ?? before) ? [name] : [])),
      );
      for (const record of data[product]) {
        if (corrected.has(record.name)) continue;
        if (record.in !== undefined && !record.in.split(' ').includes(own)) continue;
        const printed =
          record.differs?.[own]?.default === null ? undefined : (record.differs?.[own]?.default ?? record.default);
        if (printed === undefined) continue;
        assert.equal(options.fact(record.name, { product, series: own })?.default, printed, `${record.name} of ${own}`);
        compared++;
      }
    }
    assert.ok(compared > 2500, `${compared} defaults`);
  });
});
