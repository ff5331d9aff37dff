// Writing what stands beside the options: SQL with its grammar, a compose file's mounts, and a rename looked at first.

/** @type {{ workspace: string, settings?: object, steps: (code: import('../workbench.mjs').Workbench) => Promise<void> }} */
export default {
  workspace: 'examples/orchestrator-three-fixed',
  viewport: { width: 1100, height: 640 },
  settings: { 'editor.minimap.enabled': false },
  async steps(code) {
    await code.openFile('sql/rejoin-db001.sql');
    await code.beside('SOURCE_HOST');
    await code.hover('SOURCE_HOST');
    await code.screenshot('sql-hover');
    await code.escape();
    await code.page.keyboard.press('Control+End');
    await code.page.keyboard.type('\nCHANGE REPLICATION SOURCE TO ');
    await code.page.keyboard.press('Control+Shift+Space');
    await code.page.waitForSelector('.parameter-hints-widget.visible');
    await code.page.keyboard.type('SOURCE_');
    await code.page.keyboard.press('Control+Space');
    await code.page.waitForSelector('.suggest-widget.visible .monaco-list-row:has-text("SOURCE_AUTO_POSITION")');
    await code.screenshot('sql-completion');
    await code.escape();

    await code.openFile('docker-compose.yml');
    await code.cursorOn('volumes:');
    await code.suggest('  - ./', 'read as');
    await code.screenshot('mounts');
    await code.escape();
    await code.command('File: Revert File');

    await code.find('hostname: db002');
    await code.page.keyboard.press('ArrowRight');
    await code.beginRename();
    await code.page.keyboard.press('Control+a');
    await code.page.keyboard.type('db102');
    await code.page.keyboard.press('Control+Enter');
    await code.page.locator('.refactor-preview, .bulk-edit-panel').first().waitFor();
    await code.screenshot('rename');
  },
};
