import assert from 'node:assert/strict';
import type { Completion } from '../../server/core/features/answers';
import { complete } from '../../server/core/features/completion';
import { hover } from '../../server/core/features/hover';
import { type Signature, signatureAt } from '../../server/core/features/signature';
import { spanText } from '../../server/core/syntax/tree';
import { catalogs } from '../../server/disk/catalogs';
import { repository } from './repository';

const files = {
  'pair/db1/etc/mysql/my.cnf': '[mariadb-10.11]\nserver_id = 1\nlog_bin\nbind_address = 10.0.0.1\nport = 3310\n',
  'pair/db2/etc/mysql/my.cnf': '[mariadb-10.11]\nserver_id = 2\nbind_address = 10.0.0.2\nmax_connections = 80\n',
  'pair/db1/account.sql': "CREATE USER 'repl'@'10.0.0.%' IDENTIFIED BY 'secret';\n",
};
const script = 'pair/db2/replica.sql';
const mysql = {
  'pair/db1/my.cnf': '[mysqld-9.7]\nserver_id = 1\nbind_address = 10.0.0.1\n',
  'pair/db2/my.cnf': '[mysqld-9.7]\nserver_id = 2\nbind_address = 10.0.0.2\n',
};

/** The files with a script of db2 that has a cursor in it; a statement before it makes the file one of ours. */
const sql = (text: string): Record<string, string> => ({ ...files, [script]: `STOP SLAVE;\n${text}` });

function items(marked: Readonly<Record<string, string>>): readonly Completion[] {
  const { document, position, model, documents } = repository(marked);
  return complete(document, position, model, catalogs, documents)?.items ?? [];
}
const labels = (marked: Readonly<Record<string, string>>): string[] => items(marked).map(({ label }) => label);
const inserts = (text: string): Record<string, string | undefined> =>
  Object.fromEntries(items(sql(text)).map(({ label, insert }) => [label, insert]));
function replaced(text: string): string {
  const { document, position, model, documents } = repository(sql(text));
  const found = complete(document, position, model, catalogs, documents);
  assert.ok(found, 'nothing is proposed');
  return spanText(found.span);
}
function signature(marked: Readonly<Record<string, string>>): Signature | undefined {
  const { document, position, model } = repository(marked);
  return signatureAt(document, position, model, catalogs);
}
function said(text: string): string {
  const { document, position, model, documents } = repository(sql(text));
  return hover(document, position, model, catalogs, documents)?.markdown ?? '';
}

describe('completion in SQL', () => {
  it('begins statements in the words of the product, several words at a time', () => {
    const here = labels(sql('ch$0'));
    assert.ok(here.includes('CHANGE MASTER TO') && !here.includes('CHANGE REPLICATION SOURCE TO'));
    const there = labels({ ...mysql, [script]: 'STOP REPLICA;\nchange rep$0' });
    assert.ok(there.includes('CHANGE REPLICATION SOURCE TO') && !there.includes('CHANGE MASTER TO'));
    assert.equal(replaced('CHANGE MA$0'), 'CHANGE MA');
    assert.ok(labels(sql('repl$0')).includes('replica of mariadb'));
    assert.ok(!labels(sql('repl$0')).includes('replica of mysql'));
  });

  it('has the options that are not given yet, quotes included', () => {
    const found = inserts("CHANGE MASTER TO MASTER_HOST = 'db1',\n  MASTER_$0");
    assert.equal(found['MASTER_USER'], "MASTER_USER = '$0'");
    assert.equal(found['MASTER_PORT'], 'MASTER_PORT = ');
    assert.ok(!('MASTER_HOST' in found) && !('MASTER_AUTO_POSITION' in found), Object.keys(found).join(' '));
    assert.ok(labels({ ...mysql, [script]: 'CHANGE REPLICATION SOURCE TO $0' }).includes('SOURCE_AUTO_POSITION'));
  });

  it('knows hosts, ports and accounts of the cluster, and the words of an option', () => {
    assert.deepEqual(inserts('CHANGE MASTER TO MASTER_HOST = $0'), { db1: "'db1'", '10.0.0.1': "'10.0.0.1'" });
    assert.deepEqual(inserts("CHANGE MASTER TO MASTER_HOST = '10$0'"), { '10.0.0.1': undefined });
    assert.equal(replaced("CHANGE MASTER TO MASTER_HOST = '10.0$0.9', MASTER_PORT = 1"), '10.0.9');
    assert.deepEqual(labels(sql('CHANGE MASTER TO MASTER_PORT=$0')), ['3310']);
    assert.deepEqual(labels(sql("CHANGE MASTER TO MASTER_USER = '$0'")), ['repl']);
    assert.deepEqual(labels(sql('CHANGE MASTER TO MASTER_USE_GTID = $0')), ['slave_pos', 'current_pos', 'no']);
  });

  it('has rights, what they are about and who gets them', () => {
    assert.ok(labels(sql('GRANT $0')).includes('REPLICATION SLAVE'));
    assert.equal(replaced('GRANT SELECT, REPLICATION SL$0'), 'REPLICATION SL');
    assert.deepEqual(labels(sql('GRANT REPLICATION SLAVE ON $0')), ['*.*']);
    assert.deepEqual(labels(sql('GRANT REPLICATION SLAVE ON *.* TO $0')), ["'repl'@'10.0.0.%'"]);
    assert.deepEqual(labels(sql("CREATE USER 'x'@'$0'")), ['10.0.0.%', '10.0.0.1', '10.0.0.2', '%']);
  });

  it('has variables that can be set at run time, with their values', () => {
    assert.ok(labels(sql('SET GLOBAL sync_b$0')).includes('sync_binlog'));
    assert.ok(!labels(sql('SET GLOBAL server_u$0')).includes('log_bin'));
    assert.deepEqual(labels(sql('SET GLOBAL read_only = $0')).slice(0, 2), ['ON', 'OFF']);
  });

  it('is silent in comments, behind a statement of its own kind and in the shell around it', () => {
    assert.deepEqual(labels(sql('-- ch$0')), []);
    assert.deepEqual(labels(sql('/* ch$0 */')), []);
    const shell = (text: string): Record<string, string> => ({ ...files, 'pair/db2/setup.sh': text });
    const document = 'mariadb <<E\nSTOP SLAVE;\nCHANGE MASTER TO $0\nE\n';
    assert.ok(labels(shell(document)).includes('MASTER_HOST'));
    assert.deepEqual(labels(shell('mariadb <<E\nSTOP SLAVE;\nE\nch$0\n')), []);
    assert.ok(labels(shell('mariadb -e "STOP SLAVE; CHANGE MASTER TO MASTER_LOG_$0"\n')).includes('MASTER_LOG_FILE'));
  });
});

describe('signature help in SQL', () => {
  it('shows the statement with the part at hand', () => {
    const part = (text: string): string => {
      const found = signature(sql(text));
      const form = found?.forms[0];
      const [start, end] = form?.parameters[found?.active ?? 0] ?? [0, 0];
      return form?.label.slice(start, end) ?? '';
    };
    assert.equal(part('GRANT $0'), 'privilege [, ...]');
    assert.equal(part('GRANT SELECT ON $0'), '*.* | database.* | database.table');
    assert.equal(part('GRANT SELECT ON *.* TO $0'), "'user'@'host'");
    assert.equal(part('CHANGE MASTER TO $0'), 'option = value [, option = value] ...');
    assert.equal(part("CREATE USER IF NOT EXISTS 'a'@'b' IDENTIFIED BY $0"), "'password'");
  });

  it('shows what the option at hand takes', () => {
    const found = signature(sql("CHANGE MASTER TO MASTER_HOST = 'db1', MASTER_CONNECT_RETRY = $0"));
    assert.equal(found?.forms[0]?.label, 'MASTER_CONNECT_RETRY = 0–4294967295');
    assert.match(found.documentation, /seconds, default 60/);
    assert.equal(signature(sql("SELECT 1;\n'$0'")), undefined);
  });
});

describe('hover in SQL', () => {
  it('explains statements, options and rights', () => {
    assert.match(said('CHANGE MAS$0TER TO MASTER_PORT = 3306'), /CHANGE MASTER.*option = value[^]*Points a replica/);
    assert.match(said('CHANGE MASTER TO MASTER_US$0E_GTID = slave_pos'), /slave_pos \| current_pos \| no/);
    assert.match(said("GRANT SELECT, REPLICATION SL$0AVE ON *.* TO 'x'@'y'"), /\*\*REPLICATION SLAVE\*\*/);
  });

  it('shows a variable as every host has it', () => {
    assert.match(said('SET GLOBAL max_con$0nections = 10'), /\| db2 \| `80`/);
  });
});
