import { type Daemons, daemons, suiteOrReason } from './daemons';
import { reasonNotToMakeHosts } from './lab';
import type { Suite } from './suites';

/**
 * A mocha suite over real daemons. Where they cannot run its tests are left out with a one-line reason, except
 * with CI=true, where that is a failure: a pipeline must never be green without its judge.
 */
export function describeDaemons(
  title: string,
  body: (daemons: () => Daemons) => void,
  suite: Suite = 'bookworm',
): void {
  describeUnless(title, () => undefined, body, suite);
}

/** The same for tests that make hosts of a lab. */
export function describeLab(title: string, body: (daemons: () => Daemons) => void, suite: Suite = 'bookworm'): void {
  describeUnless(title, reasonNotToMakeHosts, body, suite);
}

function describeUnless(
  title: string,
  reasonNotTo: () => string | undefined,
  body: (daemons: () => Daemons) => void,
  suite: Suite,
): void {
  describe(title, () => {
    let found: Daemons | undefined;
    before(async function () {
      this.timeout(300_000);
      const can = await suiteOrReason(suite);
      const reason = can.runs ? reasonNotTo() : can.reason;
      if (reason === undefined) {
        found = await daemons(suite);
        return;
      }
      if (process.env['CI'] === 'true') throw new Error(reason);
      console.log(`      left out: ${reason}`);
      this.skip();
    });
    body(() => {
      if (!found) throw new Error('the daemons are there inside tests and hooks only');
      return found;
    });
  });
}
