import fc from 'fast-check';
import { cib } from '../../server/core/syntax/cib';
import { corosync } from '../../server/core/syntax/corosync';
import { crm } from '../../server/core/syntax/crm';
import { haproxy } from '../../server/core/syntax/haproxy';
import { keepalived } from '../../server/core/syntax/keepalived';
import { mycnf } from '../../server/core/syntax/mycnf';
import { plain } from '../../server/core/syntax/plain';
import type { Grammar } from '../../server/core/syntax/tree';
import { lineOf } from '../text/arbitraries';

/** A grammar with lines as people write them and the fragments out of which to make lines nobody should write. */
export interface Sample {
  readonly grammar: Grammar;
  readonly realistic: readonly string[];
  readonly fragments: readonly string[];
}

const mycnfLines = [
  '',
  '# The following options are read by the server',
  '; an old comment',
  '[client-server]',
  '[mysqld]',
  '[mariadb-10.11]  # trailing',
  '[galera',
  'server-id = 12',
  'log_bin=/var/log/mysql/mysql-bin.log   # binary log',
  'innodb-buffer-pool-size = 1G',
  'skip-name-resolve',
  'wsrep_provider_options="gcache.size=300M; gcache.page_size=300M"',
  "init-connect = 'SET NAMES utf8mb4'",
  'wsrep_cluster_address=gcomm://10.0.0.1,10.0.0.2',
  'bind-address = ',
  '!includedir /etc/mysql/conf.d/',
  '!include /etc/mysql/galera.cnf',
  '?includedir /etc/my.cnf.d',
];

const corosyncLines = [
  '',
  '# Please read the corosync.conf.5 manual page',
  'totem {',
  '\tversion: 2',
  '\tcluster_name: db',
  '\tinterface {',
  '\t\tbindnetaddr: 192.168.1.0',
  'nodelist {',
  '  node {',
  '    ring0_addr: 10.0.0.1',
  '    nodeid: 1',
  '  }',
  '}',
  '}',
  'quorum {',
  '  provider: corosync_votequorum',
  '  two_node: 1 # two',
  'logging {',
  'resources {',
  '  system {',
  'system {',
  'service {',
  '} # end',
];

const haproxyLines = [
  '',
  '# proxy',
  'global',
  '    log /dev/log local0',
  'defaults',
  '    timeout connect 5s',
  '\toption  mysql-check user haproxy',
  'frontend fe_mysql',
  '    bind *:3306 # clients',
  '    default_backend be_mysql',
  'listen stats from base',
  '    stats auth "admin:a b#c"',
  'backend be_mysql',
  '    balance leastconn',
  '    server db1 10.0.0.1:3306 check inter 2s fall 3',
  '    server db2 "${DB2-10.0.0.2}":3306 check backup',
  '    http-request deny if { path -m reg ^/a\\ b$ }',
  "    errorfile 503 '/etc/haproxy/503 x.http'",
  '    no option redispatch',
  '.if defined(X) && !feature(OPENSSL)',
  '.elif 0',
  '.else',
  '.endif',
  '.notice "hello world"',
  '[engine]',
];

const crmLines = [
  '',
  '# Load with: crm configure load update cluster.crm',
  'node 1: serv1 attributes standby=off',
  'primitive database ocf:heartbeat:mysql \\',
  '    params config="/etc/mysql/my.cnf" socket=/run/mysqld/mysqld.sock \\',
  '    op monitor interval=20s timeout=30s \\',
  '    op stop interval=0 timeout=120s',
  'primitive address IPaddr2 params ip=10.0.0.9 cidr_netmask=24 op monitor interval=10s',
  'group web address apache meta migration-threshold=3',
  'clone databases database meta interleave=true promotable=true',
  'ms ms-db database meta notify=true',
  'location l1 web 100: serv1',
  'location l2 web rule -inf: not_defined pingd or #uname eq serv2',
  'colocation c1 inf: web databases:Promoted',
  'order o1 Mandatory: [ a b ] ( c d ) sequential=true',
  'property stonith-enabled=true no-quorum-policy=stop',
  'rsc_defaults resource-stickiness=200',
];

const cibLines = [
  '',
  '<?xml version="1.0"?>',
  '<cib epoch="3" num_updates="0" admin_epoch="0" validate-with="pacemaker-3.9">',
  '  <configuration>',
  '    <crm_config><cluster_property_set id="a"><nvpair id="b" name="stonith-enabled" value="true"/></cluster_property_set></crm_config>',
  '    <nodes><node id="1" uname="serv1"/></nodes>',
  '    <resources>',
  '      <primitive id="address" class="ocf" provider="heartbeat" type="IPaddr2">',
  '        <instance_attributes id="x"><nvpair id="y" name="ip" value="10.0.0.9"/></instance_attributes>',
  '      </primitive>',
  '    </resources>',
  '    <constraints><rsc_location id="l" rsc="address" node="serv1" score="100"/></constraints>',
  '  </configuration>',
  '  <!-- a comment',
  '  -->',
  '</cib>',
];

const keepalivedLines = [
  '',
  '! Configuration File for keepalived',
  'global_defs {',
  '  router_id lb1 # name',
  '}',
  'vrrp_instance VI_1 {',
  '  state MASTER',
  '  interface eth0',
  '  virtual_router_id 51',
  '  priority 101',
  '  authentication { auth_type PASS',
  '    auth_pass "1 2"',
  '  }',
  '  virtual_ipaddress {',
  '    10.0.0.9/24 dev eth0 label eth0:vip',
  '  }',
  '}',
  '{',
];

export const samples: readonly Sample[] = [
  {
    grammar: mycnf,
    realistic: mycnfLines,
    fragments: [
      '[',
      ']',
      '=',
      '"',
      "'",
      '\\',
      '\\n',
      '#',
      ';',
      '!',
      '?',
      'include',
      'includedir',
      'mysqld',
      'a-b',
      '1G',
      ' ',
    ],
  },
  {
    grammar: corosync,
    realistic: corosyncLines,
    fragments: ['{', '}', ':', '#', 'totem', 'node', 'system', 'key', 'a b', '1', ' ', '\t', '"'],
  },
  {
    grammar: haproxy,
    realistic: haproxyLines,
    fragments: [
      '"',
      "'",
      '\\',
      '\\x4',
      '\\x41',
      '#',
      '$',
      '${',
      '}',
      '${X}',
      '$X',
      '[*]',
      '-',
      'a',
      ' ',
      'backend',
      '.if',
      '.',
      '[',
      '""',
    ],
  },
  {
    grammar: crm,
    realistic: crmLines,
    fragments: ['\\', '"', "'", '=', ':', '#', 'primitive', 'params', 'ip=', '$id=', '[', ']', '{', ' ', '\t', 'inf:'],
  },
  {
    grammar: cib,
    realistic: cibLines,
    fragments: ['<', '>', '/>', '</', '"', "'", '=', '<!--', '-->', '&amp;', 'primitive', 'id', ' '],
  },
  {
    grammar: keepalived,
    realistic: keepalivedLines,
    fragments: ['{', '}', '#', '!', '"', "'", 'vrrp_instance', 'priority', '$X', '@lb1', ' ', '10.0.0.9/24'],
  },
  {
    grammar: plain,
    realistic: ['services:', '  db1:', '    image: mariadb:10.11', 'CHANGE MASTER TO'],
    fragments: ['a', ' ', ':'],
  },
];

/** Lines of a language: mostly as people write them, then some of those with a slip in them, and some odd ones. */
export function lineIn({ realistic, fragments }: Sample): fc.Arbitrary<string> {
  const real = fc.constantFrom(...realistic);
  const slip = fc
    .tuple(real, fc.nat(60), fc.nat(3), lineOf(fragments))
    .map(([line, at, length, text]) => line.slice(0, at) + text.slice(0, 4) + line.slice(at + length));
  return fc.oneof(
    { weight: 6, arbitrary: real },
    { weight: 2, arbitrary: slip },
    { weight: 2, arbitrary: lineOf(fragments) },
  );
}
