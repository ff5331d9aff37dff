import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import data from '../../server/core/catalog/data/options.json';
import { OptionCatalog, type OptionData, type Release, type Target } from '../../server/core/catalog/options';

const catalog = OptionCatalog.from(data);

const mariadb = (series?: string): Target => ({ product: 'mariadb', ...(series !== undefined && { series }) });
const mysql = (series?: string): Target => ({ product: 'mysql', ...(series !== undefined && { series }) });
const release = (text: string): Release => {
  const [product, series = ''] = text.split(' ');
  return { product: product as Release['product'], series };
};
const shown = (releases: readonly Release[]): string =>
  releases.map(({ product, series }) => `${product} ${series}`).join(', ');

/** A reading in words: `no loose foo`, `yes negated log_bin`, `yes short log_slave_updates`. */
function read(written: string, target: Target): string {
  const { known, loose, negated, enabled, maximum, abbreviated, ambiguous, instance, name } = catalog.resolve(
    written,
    target,
  );
  const flags = Object.entries({ loose, negated, enabled, maximum, short: abbreviated }).filter(([, is]) => is);
  const words = [known, ...flags.map(([flag]) => flag), ...(instance === undefined ? [] : [`${instance}.`]), name];
  return [...words, ...(ambiguous ? [`(${ambiguous.join(' ')})`] : [])].join(' ');
}

describe('the option catalogue', () => {
  it('supports three releases of each product, in order', () => {
    assert.equal(shown(catalog.releases), 'mariadb 10.5, mariadb 10.11, mariadb 11.8, mysql 8.0, mysql 8.4, mysql 9.7');
  });

  describe('reads a name', () => {
    const cases: readonly (readonly [string, Target, string])[] = [
      ['server-id', mariadb('10.11'), 'yes server_id'],
      ['server_id', {}, 'yes server_id'],
      ['log-slave_updates', mysql('8.0'), 'yes log_slave_updates'],
      // Capitals: MariaDB minds them up to 10.5, MySQL always.
      ['SERVER-ID', mariadb('10.11'), 'yes server_id'],
      ['Server_Id', mariadb('10.5'), 'no server_id'],
      ['SERVER-ID', mariadb('10.6'), 'maybe server_id'],
      ['SERVER-ID', mysql('8.4'), 'no server_id'],
      ['wsrep_OSU_method', mariadb('10.5'), 'yes wsrep_osu_method'],
      ['wsrep_osu_method', mariadb('10.5'), 'no wsrep_osu_method'],
      ['wsrep_osu_method', mariadb('11.8'), 'yes wsrep_osu_method'],
      // Prefixes, of which the one next to the name has the effect.
      ['skip-log-bin', mariadb('10.11'), 'yes negated log_bin'],
      ['disable_log_bin', mysql('9.7'), 'yes negated log_bin'],
      ['enable-log-bin', mysql('9.7'), 'yes enabled log_bin'],
      ['skip-disable-log-bin', mysql('9.7'), 'yes negated log_bin'],
      ['skip-enable-log-bin', mariadb('10.11'), 'yes enabled log_bin'],
      ['loose-skip-log-bin', mariadb('10.5'), 'yes loose negated log_bin'],
      ['maximum-sort-buffer-size', mysql('8.0'), 'yes maximum sort_buffer_size'],
      ['autoset-max-connections', mariadb('10.11'), 'yes enabled max_connections'],
      ['autoset-max-connections', mysql('8.4'), 'no autoset_max_connections'],
      ['loose-no-such-thing', mariadb('10.11'), 'no loose no_such_thing'],
      ['loose_rpl_semi_sync_master_enabled', mysql('8.0'), 'maybe loose rpl_semi_sync_master_enabled'],
      // An option of its own, not a prefix.
      ['skip-name-resolve', mariadb('10.11'), 'yes skip_name_resolve'],
      ['skip_name_resolve', mysql('8.4'), 'yes skip_name_resolve'],
      ['skip-networking', {}, 'yes skip_networking'],
      ['skip-skip-networking', {}, 'yes negated skip_networking'],
      // Abbreviations, which MariaDB settles pass by pass.
      ['log_slave_update', mariadb('10.11'), 'yes short log_slave_updates'],
      ['log_slave_update', mysql('8.4'), 'no short log_slave_updates'],
      ['expire_log', mariadb('10.5'), 'yes short expire_logs_days'],
      ['skip-slave-st', mariadb('10.11'), 'yes short skip_slave_start'],
      ['disable-log-slave-up', mariadb('10.11'), 'yes negated short log_slave_updates'],
      ['max_con', mariadb('10.11'), 'yes short max_connections'],
      ['server', mariadb('11.8'), 'yes short server_id'],
      ['innodb_buffer_pool_si', mariadb('10.5'), 'yes short innodb_buffer_pool_size'],
      ['timed', mariadb('10.11'), 'yes short timed_mutexes'],
      [
        'innodb_buffer_pool_size_',
        mariadb('11.8'),
        'no short innodb_buffer_pool_size_ (innodb_buffer_pool_size_auto_min innodb_buffer_pool_size_max)',
      ],
      ['wsrep_clu', mariadb('10.11'), 'no short wsrep_clu (wsrep_cluster_address wsrep_cluster_name)'],
      ['loose-rpl_semi_sync_slave_k', mariadb('10.11'), 'yes loose short rpl_semi_sync_slave_kill_conn_timeout'],
      ['loose-wsrep_clu', mariadb('10.11'), 'no loose short wsrep_clu (wsrep_cluster_address wsrep_cluster_name)'],
      // What stands before a dot.
      ['conn1.replicate_do_db', mariadb('10.11'), 'yes conn1. replicate_do_db'],
      ['conn1.replicate_do_db', mysql('8.4'), 'no conn1.replicate_do_db'],
      ['hot.key_buffer_size', mysql('9.7'), 'yes hot. key_buffer_size'],
      ['validate_password.policy', mysql('8.0'), 'maybe validate_password.policy'],
      ['validate_password.policy', mariadb('10.11'), 'no validate_password.policy'],
      ['loose-validate_password.policy', mysql('8.0'), 'maybe loose validate_password.policy'],
      // MariaDB takes the prefix for a part of the instance, so that it does not help.
      ['loose-validate_password.policy', mariadb('10.11'), 'no validate_password.policy'],
      ['loose-conn1.server_id', mariadb('10.11'), 'yes loose_conn1. server_id'],
      ['conn1.loose-no-such-thing', mariadb('10.11'), 'no loose conn1. no_such_thing'],
      // Options of plugins, by themselves and with the word in front.
      ['plugin-innodb-buffer-pool-size', mysql('9.7'), 'yes innodb_buffer_pool_size'],
      ['plugin-server-id', mysql('9.7'), 'no plugin_server_id'],
      ['group_replication_group_name', mysql('8.4'), 'maybe group_replication_group_name'],
      ['rpl_semi_sync_master_enabled', mariadb('10.11'), 'yes rpl_semi_sync_master_enabled'],
      ['server_audit_logging', mariadb('10.11'), 'maybe server_audit_logging'],
      ['wsrep_on', mariadb('10.5'), 'yes wsrep_on'],
      ['wsrep_on', mysql('8.0'), 'maybe wsrep_on'],
      // Names only some know.
      ['expire_log_days', {}, 'no expire_log_days'],
      ['expire_logs_days', {}, 'maybe expire_logs_days'],
      ['expire_logs_days', mysql('8.4'), 'no expire_logs_days'],
      ['gtid_domain_id', mysql('8.0'), 'no gtid_domain_id'],
      ['skip-ssl', mysql('8.4'), 'no negated ssl'],
      ['--port', mariadb('10.11'), 'no __port'],
      ['', mariadb('10.11'), 'no '],
    ];
    for (const [written, target, expected] of cases) {
      const reader = [target.product ?? 'unknown', target.series].join(' ').trim();
      it(`${written} of ${reader}: ${expected}`, () => assert.equal(read(written, target), expected));
    }

    it('with dashes as with underscores, whatever it is', () => {
      const words = fc.stringMatching(/^[a-z_.-]{0,24}$/);
      const targets = fc.constantFrom<Target>({}, ...catalog.releases);
      fc.assert(
        fc.property(words, targets, (word, target) => {
          const dashed = catalog.resolve(word.replaceAll('_', '-'), target);
          assert.deepEqual(dashed, catalog.resolve(word.replaceAll('-', '_'), target));
        }),
      );
    });

    it('with loose- as without, but for the flag', () => {
      const ofServer = catalog.names({}).filter((name) => !name.includes('.'));
      const names = fc.constantFrom(...ofServer, 'no_such_thing', 'skip_foo');
      fc.assert(
        fc.property(names, fc.constantFrom<Target>({}, ...catalog.releases), (name, target) => {
          assert.deepEqual(catalog.resolve(`loose-${name}`, target), {
            ...catalog.resolve(name, target),
            loose: true,
          });
        }),
      );
    });
  });

  it('says which releases take an option', () => {
    const known = (name: string, target?: Target): string => shown(catalog.knownIn(name, target));
    assert.equal(known('gtid_domain_id'), 'mariadb 10.5, mariadb 10.11, mariadb 11.8');
    assert.equal(known('gtid_mode', mysql()), 'mysql 8.0, mysql 8.4, mysql 9.7');
    assert.equal(known('slave_parallel_type'), 'mysql 8.0, mysql 8.4');
    assert.equal(known('wsrep_mode', mariadb()), 'mariadb 10.11, mariadb 11.8');
    assert.equal(known('server_id', mysql('8.4')), 'mysql 8.4');
    assert.equal(known('server_id', mysql('9.2')), 'mysql 9.2');
    assert.equal(known('no_such_thing'), '');
  });

  it('answers for the releases between those it was made from', () => {
    const at = (name: string, ...series: string[]): string =>
      series.map((each) => catalog.resolve(name, mysql(each)).known).join(' ');
    assert.equal(at('innodb_log_file_size', '8.0', '9.0', '9.2', '9.3', '9.7'), 'yes yes yes no no');
    assert.equal(at('activate_mandatory_roles', '8.4', '9.4', '9.5', '9.7'), 'no no yes yes');
    assert.equal(at('log_replica_updates', '5.7', '8.0.25', '8.0.26', '8.0', '8.4'), 'no no yes yes yes');
    assert.equal(at('mysql_native_password', '8.0', '8.4', '9.0'), 'no yes no');
    assert.equal(at('metadata_locks_cache_size', '5.7', '8.0', '8.0.36', '8.4'), 'yes maybe no no');
    const inMariadb = (name: string, ...series: string[]): string =>
      series.map((each) => catalog.resolve(name, mariadb(each)).known).join(' ');
    assert.equal(inMariadb('binlog_expire_logs_seconds', '10.5', '10.6', '11.4'), 'no yes yes');
    assert.equal(inMariadb('max_binlog_total_size', '10.11', '11.4', '12.3'), 'no yes yes');
    assert.equal(inMariadb('analyze_max_length', '10.6.22', '10.6.23', '11.5', '12.3'), 'no yes no yes');
    assert.equal(inMariadb('binlog_storage_engine', '11.8', '12.2', '12.3'), 'no no yes');
    assert.equal(inMariadb('wsrep_replicate_myisam', '10.5', '10.6', '10.7', '11.8'), 'yes yes no no');
  });

  it('calls nothing unknown in releases its facts do not reach', () => {
    assert.equal(catalog.resolve('no_such_thing', mysql('26.7')).known, 'maybe');
    assert.equal(catalog.resolve('no_such_thing', mariadb('10.4')).known, 'maybe');
    assert.equal(catalog.resolve('no_such_thing', mysql('9.7')).known, 'no');
    assert.equal(catalog.resolve('expire_logs_days', mysql('26.7')).known, 'no');
    assert.equal(catalog.resolve('server_id', mysql('26.7')).known, 'yes');
  });

  describe('tells how a release lost an option', () => {
    const cases: readonly (readonly [string, Target, ReturnType<OptionCatalog['removal']>])[] = [
      ['expire_logs_days', mysql('8.4'), { since: '8.2.0', fatal: true, replacement: 'binlog_expire_logs_seconds' }],
      ['expire_logs_days', mysql('8.0'), undefined],
      ['expire_logs_days', mysql(), undefined],
      ['expire_logs_days', mariadb('11.8'), undefined],
      ['query_cache_size', mysql(), { since: '8.0.3', fatal: true }],
      ['query_cache_size', {}, undefined],
      ['innodb_page_cleaners', mariadb('10.11'), { since: '10.6.0', fatal: false }],
      ['innodb_page_cleaners', mariadb('10.5'), undefined],
      ['innodb_page_cleaners', mariadb('10.6'), { since: '10.6.0', fatal: false }],
      ['wsrep_replicate_myisam', mariadb('11.8'), { since: '10.7.0', fatal: true }],
      ['wsrep_causal_reads', mariadb('11.8'), { since: '11.3.1', fatal: false, replacement: 'wsrep_sync_wait' }],
      ['innodb_log_file_size', mysql('9.3'), { since: '9.3.0', fatal: true, replacement: 'innodb_redo_log_capacity' }],
      ['gtid_mode', mariadb('10.11'), undefined],
      ['no_such_thing', mysql('8.4'), undefined],
      // Taken for the sake of MySQL's files, never a MariaDB option.
      ['master_info_repository', mariadb('10.11'), undefined],
    ];
    for (const [name, target, expected] of cases) {
      it(`${name} of ${JSON.stringify(target)}`, () => assert.deepEqual(catalog.removal(name, target), expected));
    }
  });

  describe('knows the facts of', () => {
    const fact = (name: string, of: string) => catalog.fact(name, release(of));

    it('a number with its range, unit and note', () => {
      const found = fact('binlog_expire_logs_seconds', 'mariadb 10.11');
      assert.equal(found?.type, 'integer');
      assert.deepEqual([found.min, found.max, found.default, found.unit], ['0', '8553600', '0', 'seconds']);
      assert.deepEqual([found.dynamic, found.scope, found.argument], [true, 'global', 'required']);
      assert.match(found.note ?? '', /binary logs/);
    });

    it('an enumeration whose values come from the daemon', () => {
      assert.deepEqual(fact('binlog_format', 'mariadb 11.8')?.values, ['MIXED', 'STATEMENT', 'ROW']);
      assert.deepEqual(fact('gtid_mode', 'mysql 9.7')?.values, ['OFF', 'OFF_PERMISSIVE', 'ON_PERMISSIVE', 'ON']);
    });

    it('defaults that changed between releases', () => {
      const defaults = (name: string, ...of: string[]) => of.map((each) => fact(name, each)?.default);
      assert.deepEqual(defaults('gtid_mode', 'mysql 8.0', 'mysql 9.4', 'mysql 9.5'), ['OFF', 'OFF', 'ON']);
      assert.deepEqual(defaults('innodb_autoinc_lock_mode', 'mysql 5.7', 'mysql 8.0', 'mariadb 11.8'), ['1', '2', '1']);
      assert.deepEqual(defaults('character_set_server', 'mariadb 10.5', 'mariadb 11.8'), ['latin1', 'utf8mb4']);
      assert.deepEqual(defaults('binlog_format', 'mariadb 10.11', 'mysql 8.0'), ['MIXED', 'ROW']);
      assert.deepEqual(defaults('server_id', 'mysql 5.7', 'mysql 8.0', 'mariadb 10.5'), ['0', '1', '1']);
      assert.deepEqual(defaults('slave_net_timeout', 'mariadb 10.11', 'mysql 8.4'), ['60', '60']);
      assert.deepEqual(defaults('port', 'mariadb 10.11', 'mysql 8.4'), ['3306', '3306']);
    });

    it('between two daemons only what both say', () => {
      assert.equal(fact('innodb_prefix_index_cluster_optimization', 'mariadb 10.6')?.default, undefined);
      assert.equal(fact('sync_binlog', 'mariadb 10.6')?.default, '0');
    });

    it('deprecations, with the successor', () => {
      assert.deepEqual(fact('log_slave_updates', 'mysql 8.4')?.deprecated, {
        since: '8.0.26',
        replacement: 'log_replica_updates',
      });
      assert.equal(fact('log_slave_updates', 'mysql 8.0.25')?.deprecated, undefined);
      assert.equal(fact('log_slave_updates', 'mariadb 11.8')?.deprecated, undefined);
      assert.deepEqual(fact('old', 'mariadb 10.11')?.deprecated, {
        since: '10.9',
        replacement: 'old_mode',
      });
    });

    it('what needs a plugin or another build, what does nothing, and what adds up', () => {
      assert.equal(fact('server_audit_logging', 'mariadb 10.11')?.plugin, 'server_audit');
      assert.equal(fact('group_replication_group_seeds', 'mysql 8.0')?.plugin, 'group_replication');
      assert.equal(fact('pxc_strict_mode', 'mysql 8.0')?.build, 'Percona XtraDB Cluster');
      assert.equal(fact('innodb_page_cleaners', 'mariadb 10.11')?.noop, true);
      assert.equal(fact('innodb_page_cleaners', 'mariadb 10.5')?.noop, undefined);
      assert.equal(fact('replicate_do_db', 'mariadb 10.11')?.repeatable, true);
      assert.equal(fact('server_id', 'mariadb 10.11')?.repeatable, undefined);
    });

    it('options whose variable of the same name is something else', () => {
      assert.equal(fact('log_bin', 'mariadb 10.11')?.type, 'string');
      assert.equal(fact('log_bin', 'mysql 8.4')?.argument, 'optional');
      assert.equal(fact('slave_parallel_mode', 'mariadb 10.11')?.default, 'optimistic');
    });

    it('whether a value may be missing', () => {
      const argument = (name: string): string | undefined => fact(name, 'mariadb 10.11')?.argument;
      assert.deepEqual(['server_id', 'log_bin', 'log_slave_updates'].map(argument), [
        'required',
        'optional',
        'optional',
      ]);
      assert.deepEqual(['ansi', 'innodb_stats_traditional'].map(argument), ['none', 'required']);
    });

    it('read_only, a boolean until MariaDB 12.0 made four values of it', () => {
      assert.equal(fact('read_only', 'mariadb 11.8')?.type, 'boolean');
      assert.deepEqual(fact('read_only', 'mariadb 12.1')?.values, ['OFF', 'ON', 'NO_LOCK', 'NO_LOCK_NO_ADMIN']);
    });

    it('nothing, where the release does not take it', () => {
      assert.equal(fact('gtid_mode', 'mariadb 10.11'), undefined);
      assert.equal(fact('ssl', 'mysql 8.4'), undefined);
    });

    it('the manual page, per product and release', () => {
      const links: readonly (readonly [string, string, RegExp])[] = [
        ['server_id', 'mysql 8.4', /\/8\.4\/en\/replication-options\.html#sysvar_server_id$/],
        ['server_id', 'mariadb 10.11', /replication-and-binary-log-system-variables#server_id$/],
        ['wsrep_on', 'mariadb 11.8', /galera-cluster-system-variables#wsrep_on$/],
        ['group_replication_group_name', 'mysql 8.0', /\/8\.0\/en\/group-replication-system-variables\.html#/],
        ['log_basename', 'mariadb 10.11', /mariadbd-options#log-basename$/],
      ];
      for (const [name, of, page] of links) assert.match(fact(name, of)?.link ?? '', page);
      assert.equal(fact('pxc_strict_mode', 'mysql 8.0')?.link, undefined);
    });
  });

  describe('suggests for', () => {
    const cases: readonly (readonly [string, Target, readonly string[]])[] = [
      ['expire_log_days', mariadb('10.11'), ['expire_logs_days']],
      ['expire_log_days', mysql('8.4'), ['binlog_expire_logs_seconds']],
      ['bind-adress', {}, ['bind_address']],
      ['loose_bind_adress', mysql('8.4'), ['bind_address']],
      ['skip_innodb_file_per_tabel', mariadb('10.5'), ['skip_innodb_file_per_table']],
      ['skip_name_resolv', mariadb('10.11'), ['skip_name_resolve']],
      ['conn1.replicate_do_bd', mariadb('10.11'), ['conn1.replicate_do_db']],
      ['--server_id', mariadb('10.11'), ['server_id']],
      ['log_updates_slave', mariadb('10.11'), ['log_slave_updates']],
      ['two_nodes', {}, []],
      ['qwertyuiop', {}, []],
    ];
    for (const [written, target, expected] of cases) {
      it(`${written} of ${JSON.stringify(target)}`, () => {
        assert.deepEqual(catalog.suggest(written, target).slice(0, Math.max(1, expected.length)), expected);
      });
    }

    it('every misspelling of an option that matters, first of all', () => {
      const important = data.facts.notes.map(({ name }) => name).filter((name) => name.length > 9);
      const offered = new Set(catalog.names(mariadb('11.8')));
      const names = important.filter((name) => offered.has(name));
      fc.assert(
        fc.property(fc.constantFrom(...names), fc.nat(), (name, seed) => {
          const place = 1 + (seed % (name.length - 1));
          const misspelt = name.slice(0, place) + name.slice(place + 1);
          if (catalog.resolve(misspelt, mariadb('11.8')).known !== 'no' || name[place] === '_') return;
          assert.ok(catalog.suggest(misspelt, mariadb('11.8')).includes(name), misspelt);
        }),
      );
    });
  });

  describe('proposes names', () => {
    it('that the target takes, in order', () => {
      const names = catalog.names(mysql('8.4'));
      assert.deepEqual(names, [...names].sort());
      for (const name of names) assert.notEqual(catalog.knownIn(name, mysql('8.4')).length, 0, name);
      for (const name of ['server_id', 'gtid_mode', 'group_replication_group_name']) assert.ok(names.includes(name));
    });

    it('but none that does nothing or is no setting', () => {
      const names = new Set(catalog.names({}));
      for (const name of ['help', 'initialize', 'ndb_nodeid', 'wsrep_new_cluster']) {
        assert.equal(names.has(name), false, name);
      }
      assert.equal(catalog.names(mariadb('10.11')).includes('innodb_page_cleaners'), false);
      assert.equal(catalog.names(mariadb('10.5')).includes('innodb_page_cleaners'), true);
    });
  });

  it('takes a further release by data alone', () => {
    const facts = { ...data.facts, supported: [...data.facts.supported, { product: 'mariadb', series: '11.4' }] };
    const wider = OptionCatalog.from({ ...data, facts } as OptionData);
    assert.equal(shown(wider.knownIn('max_binlog_total_size', mariadb())), 'mariadb 11.8, mariadb 11.4');
    const daemons = [...data.daemons, { product: 'mariadb', series: '12.3', version: '12.3.2' }];
    const record = { name: 'brand_new', in: '12.3', type: 'integer', default: '5' };
    const newer = OptionCatalog.from({ ...data, daemons, mariadb: [...data.mariadb, record] } as OptionData);
    assert.equal(newer.fact('brand_new', release('mariadb 12.3'))?.default, '5');
    assert.equal(newer.resolve('brand_new', mariadb('11.8')).known, 'no');
  });
});

describe('the data of the option catalogue', () => {
  const folder = path.join(__dirname, '../../server/core/catalog/data');
  const text = readFileSync(path.join(folder, 'options.json'), 'utf8');
  const factsText = readFileSync(path.join(folder, 'options-facts.json'), 'utf8');
  const facts = JSON.parse(factsText) as OptionData['facts'] & { sources: Record<string, string> };
  const records = (['mariadb', 'mysql'] as const).flatMap((product) => [
    [`${product} options`, data[product]] as const,
    [`${product} history`, data.facts[product]] as const,
  ]);

  it('stay small', () => {
    assert.ok(text.length < 350_000, `${text.length} characters`);
  });

  it('hold the hand-written facts of today (scripts/catalog/options.mjs --facts)', async () => {
    const { replaceFacts } = await import('../../scripts/catalog/options-records.mjs');
    assert.equal(replaceFacts(text, facts), text);
  });

  it('have one record a line, sorted, each name once and in canonical form', () => {
    for (const [what, list] of records) {
      const names = list.map(({ name }) => name);
      assert.deepEqual(names, [...new Set(names)].sort(), what);
      for (const name of names) {
        assert.match(name, /^[a-z0-9][a-z0-9_.]*$/, what);
        assert.ok(text.includes(`\n{"name":"${name}"`), `${what}: ${name} does not begin a line`);
      }
    }
  });

  it('give a source for every hand-written fact, and use every source', () => {
    const written = [...facts.mariadb, ...facts.mysql, ...facts.extra] as readonly { readonly source?: string }[];
    const used = new Set(written.flatMap((record) => record.source?.split(' ') ?? ['none']));
    assert.deepEqual([...used].sort(), Object.keys(facts.sources).sort());
  });

  it('speak of known options only, in remarks and as replacements', () => {
    const known = new Set(catalog.names({}));
    for (const [, list] of records) for (const { name } of list) known.add(name);
    for (const { options } of [...data.lists, ...data.facts.extra])
      for (const name of options.split(' ')) known.add(name);
    const noted = data.facts.notes.flatMap(({ name, also }) => [name, ...(also?.split(' ') ?? [])]);
    const measured = Object.values(data.facts.units).flatMap((names) => names.split(' '));
    const replacing = [...data.facts.mariadb, ...data.facts.mysql].flatMap(({ replacement }) => replacement ?? []);
    for (const name of [...noted, ...measured, ...replacing]) assert.ok(known.has(name), name);
    assert.ok(noted.length >= 150, `${noted.length} options with a note`);
  });

  it('have ranges that hold their defaults, and defaults among the values', () => {
    for (const { product, series } of catalog.releases) {
      for (const name of catalog.names({ product, series })) {
        const fact = catalog.fact(name, { product, series });
        const about = `${product} ${series} ${name}`;
        assert.ok(fact, about);
        if (fact.type === 'integer' && fact.min !== undefined && fact.max !== undefined) {
          assert.ok(BigInt(fact.min) <= BigInt(fact.max), about);
        }
        if (fact.type === 'enum' && fact.values && fact.default) {
          const values = fact.values.map((value) => value.toLowerCase());
          assert.ok(values.includes(fact.default.toLowerCase()), `${about}: ${fact.default}`);
        }
        if (fact.type === 'boolean' && fact.default !== undefined) assert.match(fact.default, /^(ON|OFF)$/, about);
      }
    }
  });

  it('name versions in order', () => {
    const number = (version: string): number =>
      version.split('.').reduce((sum, part, place) => sum + Number(part) * 1000 ** (2 - place), 0);
    for (const { name, since, deprecated, removed } of [...data.facts.mariadb, ...data.facts.mysql]) {
      const ages = [since?.split(' ')[0], deprecated, removed].filter((version) => version !== undefined);
      for (const version of ages) assert.match(version, /^\d+\.\d+(\.\d+)?$/, name);
      assert.deepEqual(
        ages.map(number),
        ages.map(number).sort((one, other) => one - other),
        name,
      );
    }
  });
});
