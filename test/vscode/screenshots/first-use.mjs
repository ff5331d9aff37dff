// What somebody sees who has nothing yet: an empty view that says what to do, the walkthrough, and a new cluster.

/** @type {{ workspace: string, settings?: object, steps: (code: import('../workbench.mjs').Workbench) => Promise<void> }} */
export default {
  workspace: 'test/vscode/empty-workspace',
  viewport: { width: 1100, height: 640 },
  async steps(code) {
    await code.page.locator('.activitybar a[aria-label="Quorate"]').click();
    await code.page.locator('.welcome-view-content', { hasText: 'No cluster is found here yet' }).waitFor();
    await code.screenshot('welcome');

    await code.command('Quorate: Open the Walkthrough');
    await code.page.locator('.getting-started-step.expanded').waitFor();
    await code.page.waitForTimeout(1500);
    await code.screenshot('walkthrough');

    await code.command('Quorate: New Cluster');
    for (const [title, typed] of [
      ['(1/4)', 'Three Galera'],
      ['(3/4)', ''],
      ['(4/4)', ''],
    ]) {
      await code.page.locator('.quick-input-title', { hasText: title }).waitFor();
      // The walkthrough may take the focus while the next question comes.
      await code.page.locator('.quick-input-widget input:visible').first().click();
      await code.page.keyboard.type(typed);
      await code.page.keyboard.press('Enter');
    }
    await code.page.locator('.pane-body .monaco-list-row', { hasText: 'db3' }).waitFor();
    await code.page.locator('.tab.active', { hasText: 'README.md' }).waitFor();
    await code.page.waitForTimeout(1500);
    await code.screenshot('new-cluster');

    await code.openFile('shop/lb1/etc/haproxy/haproxy.cfg');
    await code.page.locator('.statusbar-item', { hasText: 'shop' }).waitFor();
    await code.screenshot('status-bar');
  },
};
