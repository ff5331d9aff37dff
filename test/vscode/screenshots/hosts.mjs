// The clusters and hosts that Quorate reads out of a repository, and the commands it adds.

/** @type {{ workspace: string, settings?: object, steps: (code: import('../workbench.mjs').Workbench) => Promise<void> }} */
export default {
  workspace: 'examples/galera-haproxy',
  async steps(code) {
    await code.openFile('db3/etc/mysql/mariadb.conf.d/50-server.cnf');
    await code.squiggle('error');
    await code.view('Hosts', 'db3');
    await code.screenshot('hosts');

    await code.showPalette('Quorate: ');
    await code.screenshot('palette');
    await code.escape();
  },
};
