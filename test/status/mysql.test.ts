import { describeLab } from '../daemons';
import { testFaults } from './matrix';
import { mysqlFaults } from './mysql-faults';
import { MysqlPair } from './mysql-pair';

const title = 'MySQL 9.7, a source and a replica';

describeLab(
  title,
  (daemons) => {
    let pair: MysqlPair | undefined;
    before(async function () {
      this.timeout(90_000);
      pair = await MysqlPair.start(daemons().root);
    });
    after(() => pair?.stop());
    testFaults(
      () => title,
      () => (pair as MysqlPair).look(),
      () => mysqlFaults(pair as MysqlPair),
      [
        'a replica has the server_id of its source',
        'the password of the replication account is wrong',
        'the account needs encryption and the channel has none',
        'nothing listens where the source should be',
        'the source has purged what the replica needs',
        'the replica holds a row with the key of a new one',
        'somebody wrote on a replica',
        'somebody stopped replication',
        'a replica is delayed on purpose',
        'clients may write to a replica',
        'somebody forgot to set replication up again',
        'a server is down',
      ],
    );
  },
  'sid-mysql',
);
