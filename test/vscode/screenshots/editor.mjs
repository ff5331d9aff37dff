// What the editor knows of the other hosts while somebody reads and types: lenses, hints, completion, references, hover.

/** @type {{ workspace: string, settings?: object, steps: (code: import('../workbench.mjs').Workbench) => Promise<void> }} */
export default {
  workspace: 'examples/galera-haproxy',
  viewport: { width: 1100, height: 640 },
  settings: { 'workbench.startupEditor': 'none', 'editor.minimap.enabled': false },
  async steps(code) {
    await code.openFile('db1/etc/mysql/mariadb.conf.d/50-server.cnf');
    await code.beside('of 3 nodes');
    await code.screenshot('hints');

    await code.goTo(20);
    await code.suggest('server_id = ', 'next free id of the cluster');
    await code.screenshot('completion');
    await code.undoAll();

    await code.goTo(20);
    await code.hover('wsrep_cluster_address');
    await code.screenshot('hover');
    await code.escape();

    await code.openFile('lb1/etc/haproxy/haproxy.cfg');
    await code.beside('database hosts');
    await code.screenshot('proxy');
    await code.command('Peek References');
    await code.peek('50-server.cnf');
    await code.screenshot('references');
  },
};
