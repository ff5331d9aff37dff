import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Mocha from 'mocha';

/** What one test came to; `error` is absent when it passed. */
interface TestRecord {
  readonly title: string;
  readonly error?: string;
}

/**
 * VS Code calls this inside its extension host. Runs every test file beside this module and leaves the outcome in the
 * file that QUORATE_TEST_RESULT names, because VS Code's exit code is 0 also when the extension host dies.
 */
export async function run(): Promise<void> {
  // The record is what is reported: console output arrives in a different shape from each kind of VS Code.
  const mocha = new Mocha({
    reporter: class extends Mocha.reporters.Base {},
    timeout: 60_000,
    forbidOnly: true,
    forbidPending: true,
  });
  if (process.env['QUORATE_TEST_GREP']) mocha.fgrep(process.env['QUORATE_TEST_GREP']);
  for (const name of readdirSync(__dirname).sort()) {
    if (name.endsWith('.test.js')) mocha.addFile(join(__dirname, name));
  }
  const tests: TestRecord[] = [];
  const failures = await new Promise<number>((resolve) => {
    const runner = mocha.run(resolve);
    runner.on('pass', (test) => tests.push({ title: test.fullTitle() }));
    runner.on('fail', (test, error: Error) =>
      tests.push({ title: test.fullTitle(), error: error.stack ?? String(error) }),
    );
  });
  const passes = tests.filter((test) => test.error === undefined).length;
  const file = process.env['QUORATE_TEST_RESULT'];
  if (file === undefined) throw new Error('QUORATE_TEST_RESULT is not set: start the suite with test/vscode/run.mjs');
  writeFileSync(file, JSON.stringify({ passes, failures, tests }));
  if (failures > 0) throw new Error(`${failures} of ${tests.length} tests failed`);
}
