import assert from 'node:assert/strict';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { judge } from '../../../server/core/ops/status/judge';
import { topologyMermaid } from '../../../server/core/ops/status/picture/mermaid';
import { topologySvg } from '../../../server/core/ops/status/picture/svg';
import { topologyOf } from '../../../server/core/ops/status/picture/topology';
import { channel, clusterTarget, database, hostTarget, observation } from './rows';

const target = {
  ...clusterTarget([hostTarget('db1', '10.0.0.1'), hostTarget('db2', '10.0.0.2'), hostTarget('<db3>"&', '10.0.0.3')]),
  planned: [
    { source: 'db1', replica: 'db2', channel: '' },
    { source: 'db1', replica: '<db3>"&', channel: '' },
  ],
};
const hosts = [
  observation('db1', database({ variables: { server_id: '1', read_only: 'OFF' } })),
  observation(
    'db2',
    database({ variables: { server_id: '2', read_only: 'ON' }, channels: [channel({ Seconds_Behind_Master: '30' })] }),
  ),
];
const topology = topologyOf(target, hosts, judge(target, hosts));

describe('the picture of a cluster', () => {
  it('has a row for sources above one for replicas, and tells planned channels from running ones', () => {
    assert.deepEqual(
      topology.nodes.map(({ name, row }) => [name, row]),
      [
        ['db1', 0],
        ['db2', 1],
        ['<db3>"&', 1],
      ],
    );
    assert.deepEqual(
      topology.edges.map(({ to, kind, level }) => [to, kind, level]),
      [
        ['db2', 'live', 'degraded'],
        ['<db3>"&', 'planned', 'note'],
      ],
    );
  });

  it('is whole XML whatever hosts are called, and every host is reached by keyboard and named in words', () => {
    const svg = topologySvg(topology, 'n0nce');
    assert.equal(XMLValidator.validate(svg), true);
    assert.ok(!svg.includes('<db3>'), 'a name became markup');
    const text = JSON.stringify(new XMLParser({ ignoreAttributes: false }).parse(svg));
    assert.equal(text.match(/"@_tabindex":"0"/g)?.length, 3);
    assert.match(svg, /aria-label="db2, replica, MariaDB 10\.11\.19, read-only, degraded"/);
    assert.match(svg, /<style nonce="n0nce">/);
  });

  it('is a Mermaid flowchart with dashed lines for what is planned', () => {
    const lines = topologyMermaid(topology).split('\n');
    assert.equal(lines[0], 'flowchart TD');
    assert.ok(lines.includes('  n0 -->|"30 s behind"| n1'), lines.join('\n'));
    assert.ok(lines.some((line) => line.startsWith('  n0 -.->') && line.endsWith('| n2')));
  });

  it('has a box for the address, for the quorum and its device, and a line for a state transfer', () => {
    const places = clusterTarget([hostTarget('n1', '10.0.0.1'), hostTarget('n2', '10.0.0.2')], 'several');
    const galera = { wsrep_on: 'ON', wsrep_provider: '/galera.so', wsrep_node_name: 'n1' };
    const status = {
      wsrep_local_state_comment: 'Donor/Desynced',
      wsrep_cluster_status: 'Primary',
      wsrep_cluster_size: '2',
    };
    const quorum = { Quorate: 'Yes', 'Total votes': '3', 'Expected votes': '3', Quorum: '2', Flags: 'Quorate Qdevice' };
    const device = { fields: { State: 'Connected', 'QNetd host': '10.0.0.9:5403' }, trouble: undefined };
    const resource = { id: 'vip', resource_agent: 'ocf:heartbeat:IPaddr2', role: 'Started', nodes: 'n1' };
    const summary = { quorate: true, controller: 'n1', stonith: true, maintenance: false, noQuorumPolicy: undefined };
    const seen = [
      {
        ...observation('n1', database({ variables: galera, status })),
        transfer: { kibibytes: 1000 },
        corosync: { answered: true, value: { quorum, members: [], links: [], map: {}, device } },
        pacemaker: {
          answered: true,
          value: { summary, nodes: [], resources: [resource], failures: [], bans: [], failCounts: [] },
        },
      },
      {
        host: 'n2',
        at: 1_000_000,
        database: {
          answered: false,
          trouble: { kind: 'refused', code: 'ECONNREFUSED', message: 'refused', asked: '10.0.0.2:3306' },
        },
        transfer: { kibibytes: 250, donor: 'n1', phase: 'copy' },
      },
    ] as const;
    const verdicts = judge(places, seen);
    assert.deepEqual(
      verdicts.filter(({ hosts: [first] }) => first === 'n2').map(({ id, progress }) => [id, progress]),
      [['galera/joining', 0.25]],
    );
    const { nodes, edges } = topologyOf(places, seen, verdicts);
    assert.deepEqual(
      nodes.map(({ kind, name, row }) => [kind, name, row]),
      [
        ['resource', 'address vip', 0],
        ['quorum', 'quorum', 0],
        ['host', 'n1', 1],
        ['host', 'n2', 2],
      ],
    );
    assert.deepEqual(nodes[1]?.details, ['3 of 3 votes, 2 needed', 'device 10.0.0.9:5403: Connected']);
    assert.deepEqual(
      edges.map(({ from, to, kind, label }) => [from, to, kind, label]),
      [
        ['n1', 'n2', 'transfer', 'state transfer: 25 %'],
        ['address vip', 'n1', 'resource', 'started'],
        ['quorum', 'n1', 'vote', 'votes'],
      ],
    );
  });
});
