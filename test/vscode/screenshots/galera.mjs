// A Galera cluster behind HAProxy: a proxy that points to strangers, explained by a hover and mended from its line.

/** @type {{ workspace: string, settings?: object, steps: (code: import('../workbench.mjs').Workbench) => Promise<void> }} */
export default {
  workspace: 'examples/galera-haproxy',
  async steps(code) {
    await code.openFile('lb1/etc/haproxy/haproxy.cfg');
    await code.squiggle('error');
    await code.problems('With this address db1 never rejoins');
    await code.screenshot('problems');

    await code.goTo(23);
    await code.cursorOn('192.168.110.82');
    await code.quickFixes('Point server db2 at db2, 10.10.10.102');
    await code.screenshot('quick-fixes');
    await code.choose('Point server db2 at db2, 10.10.10.102');
    await code.line('        server db2 10.10.10.102:3306 check');
    await code.screenshot('fixed');

    await code.openFile('db1/etc/mysql/mariadb.conf.d/50-server.cnf');
    await code.goTo(20);
    await code.hover('wsrep_cluster_address');
    await code.screenshot('hover');
  },
};
