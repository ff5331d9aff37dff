// How the programs of the editor's tests tell what they counted.
import { writeFile } from 'node:fs/promises';

/** `npm test` adds up what its parts counted, in the file that it names. */
export async function writeCounts(passed, failed) {
  const file = process.env.QUORATE_TEST_COUNTS;
  if (file) await writeFile(file, JSON.stringify({ passed, failed }));
}

/**
 * Runs tests one after the other, tells of each, and leaves the counts.
 *
 * @param {readonly (readonly [title: string, test: () => Promise<void>])[]} tests
 * @returns {Promise<number>} the exit code
 */
export async function runTests(tests) {
  let failed = 0;
  for (const [title, test] of tests) {
    try {
      await test();
      console.log(`pass  ${title}`);
    } catch (error) {
      failed++;
      console.log(`FAIL  ${title}\n${String(error?.stack ?? error).replace(/^/gm, '      ')}`);
    }
  }
  console.log(`passed ${tests.length - failed}, failed ${failed}`);
  await writeCounts(tests.length - failed, failed);
  return failed === 0 && tests.length > 0 ? 0 : 1;
}
