import { describeLab } from '../daemons';
import { mysqlProofs } from './mysql-proofs';
import { MysqlStage } from './mysql-stage';

describeLab(
  'what replication does when a rule is not heeded (MySQL 9.7)',
  (daemons) => {
    let stage: MysqlStage | undefined;
    before(async function () {
      this.timeout(120_000);
      stage = await MysqlStage.set(daemons().root);
    });
    after(() => stage?.stop());
    afterEach(() => stage?.clear());

    for (const proof of mysqlProofs)
      it(`${proof.rule} harms as its page says, and no more once it is mended`, function () {
        this.timeout(120_000);
        return proof.play(stage as MysqlStage);
      });
  },
  'sid-mysql',
);
