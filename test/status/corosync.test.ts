import { describeLab } from '../daemons';
import type { Suite } from '../daemons';
import { corosyncFaults, deviceFaults, pairFaults } from './corosync-faults';
import { type CorosyncChoice, CorosyncLab } from './corosync-lab';
import { pacemakerFaults } from './pacemaker-faults';
import { type Fault, testFaults } from './matrix';

function describeNodes(
  title: string,
  suite: Suite,
  choice: CorosyncChoice,
  faults: (lab: CorosyncLab) => Fault[],
  titles: readonly string[],
): void {
  describeLab(
    title,
    (daemons) => {
      let lab: CorosyncLab | undefined;
      before(async function () {
        this.timeout(90_000);
        lab = await CorosyncLab.start(daemons().root, choice, suite === 'bookworm-pacemaker');
      });
      after(() => lab?.stop());
      testFaults(
        () => title,
        () => (lab as CorosyncLab).look(),
        () => faults(lab as CorosyncLab),
        titles,
      );
    },
    suite,
  );
}

describeNodes('corosync 3.1.7, three nodes with two links', 'bookworm', { nodes: 3 }, corosyncFaults, [
  'corosync is down on one host',
  'one of three nodes is missing',
  'two of three nodes are gone',
  'one of two links is cut',
  'a node has another authkey',
  'a node has another cluster name',
]);
describeNodes('corosync 3.1.7, a pair', 'bookworm', { nodes: 2, quorum: '  two_node: 1\n' }, pairFaults, [
  'two_node is misspelt',
]);
describeNodes(
  'corosync 3.1.7, a pair with a quorum device',
  'bookworm-qdevice',
  { nodes: 2, withArbiter: true },
  deviceFaults,
  [
    'corosync-qdevice does not run on a node',
    'the arbiter of the quorum device is down',
    'the nodes do not reach their arbiter',
  ],
);
describeNodes(
  'Pacemaker 2.1.5 on a pair',
  'bookworm-pacemaker',
  { nodes: 2, quorum: '  two_node: 1\n' },
  pacemakerFaults,
  [
    'a node is in standby',
    'Pacemaker is in maintenance mode',
    'a move was left behind',
    'a resource may run nowhere',
    'a resource failed',
    'a resource is unmanaged',
    'a node is lost and fencing cannot make sure of it',
    'a node is offline',
  ],
);
