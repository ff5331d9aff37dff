// A server_id that two hosts share: seen, explained, and fixed.

/** @type {{ workspace: string, settings?: object, steps: (code: import('../workbench.mjs').Workbench) => Promise<void> }} */
export default {
  workspace: 'test/vscode/workspace',
  async steps(code) {
    await code.openFile('pair/db2/etc/mysql/my.cnf');
    await code.squiggle('error');
    await code.problems('server_id 1 of host db2 is also used by host db1');
    await code.screenshot('problems');

    await code.cursorOn('server_id');
    await code.quickFixes('Use the next free server_id');
    await code.screenshot('quick-fixes');

    await code.choose('Use the next free server_id');
    await code.line('server_id = 2');
    await code.noSquiggle('error');
    await code.screenshot('fixed');
  },
};
