// Compares the nodes of a Galera cluster, moves over the table by keyboard, and makes the hosts equal.
export default {
  workspace: 'examples/galera-haproxy',
  async steps(vscode) {
    await vscode.openFile('db1/etc/mysql/mariadb.conf.d/50-server.cnf');
    await vscode.squiggle();
    await vscode.command('Quorate: Compare with Other Hosts');
    const page = await vscode.webview();
    await page.locator('h1', { hasText: 'Cluster galera-haproxy' }).waitFor();
    await vscode.screenshot('table');
    await page.locator('.differs td').first().focus();
    await vscode.page.keyboard.press('ArrowRight');
    await vscode.screenshot('keyboard');
    await vscode.page.keyboard.press('Enter');
    await vscode.line('wsrep_cluster_address');
    await vscode.screenshot('jump');
    await page.locator('.differs td').nth(1).focus();
    await vscode.page.keyboard.press('e');
    await vscode.page.locator('.refactor-preview, .bulk-edit-panel').first().waitFor();
    await vscode.screenshot('make-equal');
  },
};
