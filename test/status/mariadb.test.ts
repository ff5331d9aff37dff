import { describeLab } from '../daemons';
import type { Suite } from '../daemons';
import { mariadbFaults } from './mariadb-faults';
import { MariadbStar } from './mariadb-star';
import { testFaults } from './matrix';

/** What every release is asked, and what one of them is enough for. */
const everywhere = [
  'a replica has the server_id of its source',
  'the password of the replication account is wrong',
  'the source writes no binary log',
];
const once = ['two replicas share a server_id'];

function describeStar(title: string, suite: Suite, titles: readonly string[]): void {
  describeLab(
    title,
    (daemons) => {
      let star: MariadbStar | undefined;
      before(async function () {
        this.timeout(60_000);
        star = await MariadbStar.start(daemons().root);
      });
      after(() => star?.stop());
      testFaults(
        () => title,
        () => star!.look(),
        () => mariadbFaults(star!),
        titles,
      );
    },
    suite,
  );
}

describeStar('MariaDB 10.11, a source and two replicas', 'bookworm', [...everywhere, ...once]);
