// Mocha's spec reporter that also leaves its counts in the file QUORATE_TEST_COUNTS names, for scripts/test.mjs.
const { writeFileSync } = require('node:fs');
const { reporters } = require('mocha');

module.exports = class CountReporter extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    runner.once('end', () => {
      const { passes, failures, pending } = this.stats;
      const file = process.env.QUORATE_TEST_COUNTS;
      if (file) writeFileSync(file, JSON.stringify({ passed: passes, failed: failures, skipped: pending }));
    });
  }
};
