// What the editor knows of the other hosts while somebody reads and types: lenses, hints, hover, references, completion.

/** @type {{ workspace: string, settings?: object, steps: (code: import('../workbench.mjs').Workbench) => Promise<void> }} */
export default {
  workspace: 'examples/galera-haproxy-fixed',
  viewport: { width: 1100, height: 640 },
  settings: { 'workbench.startupEditor': 'none', 'editor.minimap.enabled': false },
  async steps(code) {
    await code.openFile('db1/etc/mysql/mariadb.conf.d/50-server.cnf');
    await code.beside('cluster galera-haproxy');
    await code.beside('of 3 nodes');
    await code.screenshot('hints');

    await code.hover('wsrep_node_address');
    await code.screenshot('hover');
    await code.escape();

    await code.openFile('lb1/etc/haproxy/haproxy.cfg');
    await code.beside('database hosts');
    await code.cursorOn('default_backend mariadb_backend');
    await code.command('Peek References');
    await code.peek('backend mariadb_backend');
    await code.screenshot('references');
    await code.escape();

    await code.openFile('db2/etc/mysql/mariadb.conf.d/50-server.cnf');
    await code.cursorOn('wsrep_on');
    await code.suggest('wsrep_cluster_address = ', 'every node of the cluster');
    await code.screenshot('completion');
  },
};
