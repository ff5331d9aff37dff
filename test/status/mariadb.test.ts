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
  'the replica holds a row with the key of a new one',
  'somebody stopped replication',
  'the link is cut and nobody has noticed',
];
const once = [
  'two replicas share a server_id',
  'the replication account may not replicate',
  'nothing listens where the source should be',
  'the name of the source is unknown',
  'the source listens on its loopback only',
  'the replica asks for a log file the source does not have',
  'the replica asks for a position beyond the end of the log',
  'the source has purged what the replica needs',
  'the source began its binary log anew',
  'the replica lacks a row the source changes',
  'the relay log is damaged',
  'the replica lacks a table',
  'only the applying thread is stopped',
  'replication was not started after a restart',
  'somebody forgot to set replication up again',
  'a replica lags',
  'a replica is delayed on purpose',
  'a replica leaves a table out',
  'clients may write to a replica',
  'nobody takes writes',
  'two servers take writes where one should',
  'somebody wrote on a replica',
  'a replica in the middle does not pass rows on',
  'two sources write in one gtid_domain_id',
  'strict GTIDs meet a write of the replica',
  'a named connection has a wrong password',
  'semi-synchronous replication has no replica',
  'commits wait for a semi-synchronous replica that is not there',
  'a server is down',
  'a host is cut off',
  'a server has no connection left',
  'our own account is refused',
  'the source has blocked the address of a replica',
  'a newer replica demands a certificate its source does not have',
];

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
describeStar('MariaDB 10.5, a source and two replicas', 'bullseye', everywhere);
describeStar('MariaDB 11.8, a source and two replicas', 'trixie', everywhere);
