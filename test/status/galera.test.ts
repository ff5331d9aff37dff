import { describeLab } from '../daemons';
import { galeraFaults } from './galera-faults';
import { GaleraLab } from './galera-lab';
import { testFaults } from './matrix';

const title = 'Galera (MariaDB 10.11) behind HAProxy 2.6';

describeLab(title, (daemons) => {
  let lab: GaleraLab | undefined;
  before(async function () {
    this.timeout(90_000);
    lab = await GaleraLab.start(daemons().root);
  });
  after(() => lab?.stop());
  testFaults(
    () => title,
    () => (lab as GaleraLab).look(),
    () => galeraFaults(lab as GaleraLab),
    [
      'one node is stopped',
      'the last node of three has lost its quorum',
      'the proxy sends clients to a node without quorum',
      'a node was started with gcomm:// while the others run',
      'a node was taken out of flow control and forgotten',
      'a table is not InnoDB',
      'two nodes have one name',
      'innodb_autoinc_lock_mode is 1',
      'a node runs without Galera',
      'the account of the check is missing',
      'every server of a pool is down',
      'the database behind the proxy is down',
      'a server was taken out of the pool by hand',
      'the pool is served by a backup server',
      'writes go to a node that is read-only',
      'a node is being given a copy of all data',
      'a node has another cluster name',
      'a node replicates statements',
      'the proxy is down',
    ],
  );
});
