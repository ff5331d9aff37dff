// What the editor knows of Pacemaker: whose file it is, findings, what a resource and an address mean, completion.

/** @type {{ workspace: string, settings?: object, steps: (code: import('../workbench.mjs').Workbench) => Promise<void> }} */
export default {
  workspace: 'examples/co-masters-pacemaker',
  viewport: { width: 1100, height: 640 },
  settings: { 'workbench.startupEditor': 'none', 'editor.minimap.enabled': false },
  async steps(code) {
    await code.openFile('cluster.crm');
    await code.beside('cluster co-masters-pacemaker');
    await code.screenshot('findings');

    await code.hover('172.16.0.12');
    await code.screenshot('hover');
    await code.escape();

    await code.cursorOn('property no-quorum');
    await code.suggest('location there servIntralab 100: ', 'serv2');
    await code.screenshot('completion');
  },
};
