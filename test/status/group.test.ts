import { describeLab } from '../daemons';
import { groupFaults } from './group-faults';
import { GroupLab } from './group-lab';
import { testFaults } from './matrix';

const title = 'Group Replication (MySQL 9.7), three members';

describeLab(
  title,
  (daemons) => {
    let lab: GroupLab | undefined;
    before(async function () {
      this.timeout(120_000);
      lab = await GroupLab.start(daemons().root);
    });
    after(() => lab?.stop());
    testFaults(
      () => title,
      () => (lab as GroupLab).look(),
      () => groupFaults(lab as GroupLab),
      [
        'a member has left its group',
        'a member cannot apply what the others wrote',
        'a member went offline after an error',
        'the server of a member is down',
        'a member is cut off',
        'two of three members are cut off',
        'a member began a group of its own',
      ],
    );
  },
  'sid-mysql',
);
