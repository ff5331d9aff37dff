/**
 * The real daemons, for tests: unpacked from Debian packages into the cache, run on throw-away private machines.
 *
 *     describeDaemons('my rule', (daemons) => {
 *       it('is shared by the daemon', () => {
 *         assert.equal(daemons().mariadbAccepts('[mysqld]\nserver_id=1\n').accepts, true);
 *       });
 *     });
 */
export { type Daemons, daemons, isFetched, suiteOrReason } from './daemons';
export { describeDaemons, describeLab } from './describe';
export type { Files, RunOptions, RunResult } from './isolated';
export type { CorosyncHost, MariadbVerdict, OptionFiles, OptionFileTree, Verdict } from './judges';
export { packagedConfiguration } from './root';
export type { Suite } from './suites';
