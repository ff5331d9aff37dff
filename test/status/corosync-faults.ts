import { randomBytes } from 'node:crypto';
import { arbiterName, corosyncConf, type CorosyncLab } from './corosync-lab';
import type { Fault } from './matrix';

/** Faults of three corosync nodes with two links. */
export function corosyncFaults(lab: CorosyncLab): Fault[] {
  const restart = async (name: string, conf?: string, key?: Buffer): Promise<void> => {
    await lab.killNode(name);
    await lab.startNode(name, conf, key);
  };
  return [
    {
      title: 'corosync is down on one host',
      expects: 'corosync/down',
      on: 'c3',
      provoke: () => lab.killNode('c3'),
      heal: () => lab.startNode('c3'),
    },
    {
      title: 'one of three nodes is missing',
      expects: 'corosync/node-missing',
      on: 'c3',
      says: /2 of 3 nodes/,
      provoke: () => lab.killNode('c3'),
      heal: () => lab.startNode('c3'),
    },
    {
      title: 'two of three nodes are gone',
      expects: 'corosync/no-quorum',
      on: 'c1',
      says: /1 of 3 votes/,
      provoke: async () => {
        await Promise.all([lab.killNode('c2'), lab.killNode('c3')]);
      },
      heal: async () => {
        await Promise.all([lab.startNode('c2'), lab.startNode('c3')]);
      },
    },
    {
      title: 'one of two links is cut',
      expects: 'corosync/link-down',
      on: 'c1',
      says: /link 1 to node 3/,
      provoke: () => lab.host('c3').check(['ip', 'address', 'delete', '10.0.1.3/24', 'dev', 'eth0']),
      heal: () => lab.host('c3').check(['ip', 'address', 'add', '10.0.1.3/24', 'dev', 'eth0']),
    },
    {
      title: 'a node has another authkey',
      expects: 'corosync/partition',
      on: 'c3',
      says: /corosync\.log = .*(decrypt|[Dd]igest|crypto)/,
      provoke: () => restart('c3', undefined, randomBytes(256)),
      heal: () => restart('c3'),
    },
    {
      title: 'a node has another cluster name',
      expects: 'corosync/partition',
      on: 'c3',
      says: /totem\.cluster_name = other/,
      provoke: () => restart('c3', corosyncConf({ nodes: 3, clusterName: 'other' })),
      heal: () => restart('c3'),
    },
  ];
}

/** Faults of a pair. */
export function pairFaults(lab: CorosyncLab): Fault[] {
  const restartBoth = async (quorum: string): Promise<void> => {
    await Promise.all(lab.names.map((name) => lab.killNode(name)));
    await Promise.all(lab.names.map((name) => lab.startNode(name, corosyncConf({ nodes: 2, quorum }))));
  };
  return [
    {
      title: 'two_node is misspelt',
      expects: 'corosync/two-node-missing',
      on: 'c1',
      says: /quorum\.two_node = \(absent\)/,
      provoke: () => restartBoth('  two_nodes: 1\n'),
      heal: () => restartBoth('  two_node: 1\n'),
    },
  ];
}

/** Faults of a pair with a quorum device. */
export function deviceFaults(lab: CorosyncLab): Fault[] {
  return [
    {
      title: 'corosync-qdevice does not run on a node',
      expects: 'corosync/qdevice-down',
      on: 'c2',
      says: /Total votes/,
      provoke: () => lab.kill('c2', 'corosync-qdevice'),
      heal: () => lab.startDevice('c2'),
    },
    {
      title: 'the arbiter of the quorum device is down',
      expects: 'corosync/qnetd-down',
      on: arbiterName,
      provoke: () => lab.kill(arbiterName, 'corosync-qnetd'),
      heal: () => lab.startArbiter(),
    },
    {
      title: 'the nodes do not reach their arbiter',
      expects: 'corosync/qdevice-disconnected',
      on: 'c1',
      says: /10\.0\.0\.9:5403: Connecting/,
      provoke: () => lab.host(arbiterName).check(['ip', 'address', 'delete', '10.0.0.9/24', 'dev', 'eth0']),
      heal: () => lab.host(arbiterName).check(['ip', 'address', 'add', '10.0.0.9/24', 'dev', 'eth0']),
    },
  ];
}
