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
    assert.ok(lines.includes('  n0 -->|"30 s"| n1'), lines.join('\n'));
    assert.ok(lines.some((line) => line.startsWith('  n0 -.->') && line.endsWith('| n2')));
  });
});
