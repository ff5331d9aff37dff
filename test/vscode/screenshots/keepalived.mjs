// What the editor knows of keepalived: who gets an address, units, other files that use it, completion, hover, comparison.

/** @type {{ workspace: string, settings?: object, steps: (code: import('../workbench.mjs').Workbench) => Promise<void> }} */
export default {
  workspace: 'test/vscode/proxies',
  viewport: { width: 1100, height: 780 },
  settings: { 'workbench.startupEditor': 'none', 'editor.minimap.enabled': false },
  async steps(code) {
    await code.openFile('lb2/etc/keepalived/keepalived.conf');
    await code.beside('70 without haproxy');
    await code.beside('also in haproxy.cfg');
    await code.screenshot('lenses');

    await code.hover('advert_int');
    await code.screenshot('hover');
    await code.escape();

    await code.cursorOn('nopreempt');
    await code.suggest('priority ', 'below lb1');
    await code.screenshot('completion');
    await code.escape();
    await code.command('File: Revert File');

    await code.command('Quorate: Compare with Other Hosts');
    const page = await code.webview();
    await page.locator('h2', { hasText: 'Keepalived' }).waitFor();
    await code.screenshot('comparison');
  },
};
