import assert from 'node:assert/strict';
import { provenTarget } from '../../server/core/model/target';
import { mycnf } from '../../server/core/syntax/mycnf';
import { Document } from '../../server/core/syntax/tree';
import { catalogs } from '../../server/disk/catalogs';

/** What one option file proves of its server. */
function proven(text: string, hostPath = '/etc/my.cnf') {
  return provenTarget([new Document(`file://${hostPath}`, hostPath, mycnf, text)], [hostPath], catalogs.options);
}

describe('the server that files prove', () => {
  it('is told by groups and folders', () => {
    assert.deepEqual(proven('[mariadb-10.11]\nserver_id = 1\n'), {
      product: 'mariadb',
      series: '10.11',
      isGuess: true,
    });
    assert.deepEqual(proven('[mysqld]\n', '/etc/mysql/mariadb.conf.d/a.cnf'), { product: 'mariadb' });
    assert.deepEqual(proven('[mysqld]\n', '/etc/percona-xtradb-cluster.conf.d/mysqld.cnf'), { product: 'mysql' });
    assert.deepEqual(proven('[mysqld]\nserver_id = 1\n'), {});
  });

  it('is told by options that only one product has', () => {
    assert.deepEqual(proven('[mysqld]\ngtid_mode = ON\n'), { product: 'mysql' });
    assert.deepEqual(proven('[mysqld]\ngtid_domain_id = 1\n'), { product: 'mariadb' });
    assert.deepEqual(proven('[mysqld]\nloose-gtid_domain_id = 1\n'), {});
  });

  it('is the one more options are of, and nobody where they are even', () => {
    assert.deepEqual(proven('[mysqld]\ngtid_domain_id = 1\ngtid_strict_mode = 1\ngtid_mode = ON\n'), {
      product: 'mariadb',
    });
    assert.deepEqual(proven('[mysqld]\ngtid_domain_id = 1\ngtid_mode = ON\n'), {});
  });

  it('is not taken for MariaDB when it is Percona XtraDB Cluster', () => {
    const common = 'wsrep_cluster_address = gcomm://a,b\nwsrep_cluster_name = shop\n';
    assert.deepEqual(proven(`[mysqld]\nwsrep_provider = /usr/lib/galera4/libgalera_smm.so\n${common}`), {
      product: 'mysql',
    });
    assert.deepEqual(proven(`[mysqld]\nwsrep_sst_method = xtrabackup-v2\n${common}`), { product: 'mysql' });
    assert.deepEqual(proven(`[mysqld]\nwsrep_on = ON\n${common}`), { product: 'mariadb' });
    assert.deepEqual(proven(`[mysqld]\n${common}`), {});
  });
});
