import assert from 'node:assert/strict';
import { isMasked, withoutSecrets, withSecretsOf } from '../../server/core/ops/secrets';

describe('a line without its secrets', () => {
  it('keeps names and loses values', () => {
    const lines: readonly (readonly [string, string])[] = [
      ['wsrep_sst_auth = me:geheim', 'wsrep_sst_auth = ********'],
      ['loose-master-password=geheim # old', 'loose-master-password=********'],
      ['#password = geheim', '#password = ********'],
      ["SET GLOBAL wsrep_sst_auth = 'me:geheim';", 'SET GLOBAL wsrep_sst_auth = ********'],
      ['  key: geheim', '  key: ********'],
      ['  user dba insecure-password geheim groups a', '  user dba insecure-password ******** groups a'],
      ['  user dba password $5$geheim', '  user dba password ********'],
      ['  stats auth admin:geheim', '  stats auth admin:********'],
      ['  setenv DB_PASSWORD geheim heit', '  setenv DB_PASSWORD ********'],
      ['  http-check send hdr Authorization "Basic geheim"', '  http-check send hdr Authorization "********'],
      ['  "MySQLTopologyPassword": "geheim",', '  "MySQLTopologyPassword": "********",'],
      ['      - MYSQL_ROOT_PASSWORD=geheim', '      - MYSQL_ROOT_PASSWORD=********'],
      ['      - "MARIADB_ROOT_PASSWORD=geheim"', '      - "MARIADB_ROOT_PASSWORD=********"'],
      [
        '  environment: {MYSQL_ROOT_PASSWORD: geheim, TZ: UTC}',
        '  environment: {MYSQL_ROOT_PASSWORD: ********, TZ: UTC}',
      ],
      ['  command: --wsrep-sst-auth=root:geheim --port=1', '  command: --wsrep-sst-auth=******** --port=1'],
      [
        'wsrep_provider_options = "socket.ssl=YES;socket.ssl_password=geheim;gcache.size=1G"',
        'wsrep_provider_options = "socket.ssl=YES;socket.ssl_password=********;gcache.size=1G"',
      ],
      [`init_connect = "SET PASSWORD = 'geheim'"`, `init_connect = "SET PASSWORD = '********'"`],
      [`CREATE USER r@h IDENTIFIED BY 'geheim';`, `CREATE USER r@h IDENTIFIED BY '********';`],
      ['  auth_pass geheim', '  auth_pass ********'],
      ['  tcp-check send AUTH\\ geheim\\r\\n', '  tcp-check send AUTH\\ ********'],
      ['url = "mysql://u:geheim@db1/shop"', 'url = "mysql://u:********@db1/shop"'],
    ];
    for (const [line, masked] of lines) {
      assert.equal(withoutSecrets(line), masked);
      assert.equal(withoutSecrets(masked), masked, 'twice comes to the same');
    }
  });

  it('leaves alone what only speaks of passwords', () => {
    for (const line of [
      'max_connections = 100',
      'validate_password.policy = STRONG',
      'default_authentication_plugin = mysql_native_password',
      'plugin_load_add = simple_password_check',
      'file_key_management_filekey = FILE:/etc/mysql/key',
      'ssl_key = /etc/mysql/key.pem',
      'userlist dbas',
      '  keyfile: /etc/corosync/authkey',
      '# the password policy is described elsewhere',
      '  token: 3000',
      '  token_retransmits_before_loss_const: 10',
      '      - MYSQL_ROOT_PASSWORD_FILE=/run/secrets/root',
      '  server db1 10.0.0.1:3306 check',
      '      - --validate-password.policy=STRONG',
    ]) {
      assert.equal(withoutSecrets(line), line);
    }
  });
});

describe('a text whose secrets stay on the host', () => {
  const host = '[client]\npassword = one\n[mysqld]\nport = 1\nwsrep_sst_auth = me:two\n[other]\npassword = three\n';

  it('gets them from lines that are equal but for the secret, in their order', () => {
    const wanted = host.split('\n').map(withoutSecrets).join('\n').replace('port = 1', 'port = 2');
    assert.ok(isMasked(wanted));
    assert.deepEqual(withSecretsOf(wanted, host), { text: host.replace('port = 1', 'port = 2'), missing: [] });
  });

  it('names the lines the host has nothing for', () => {
    const { text, missing } = withSecretsOf('[mysqld]\nmaster_password = ********\n', host);
    assert.deepEqual(missing, [2]);
    assert.ok(isMasked(text));
  });

  it('takes nothing that stands elsewhere in the line', () => {
    assert.deepEqual(withSecretsOf('password=********', host).missing, [1]);
  });
});
