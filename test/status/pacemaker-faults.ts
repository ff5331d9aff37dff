import type { CorosyncLab } from './corosync-lab';
import type { Fault } from './matrix';

const setProperty = (lab: CorosyncLab, name: string, value: string): Promise<string> =>
  lab.host('c1').check(['crm_attribute', '--type', 'crm_config', '--name', name, '--update', value]);

/** Faults of a pair under Pacemaker. */
export function pacemakerFaults(lab: CorosyncLab): Fault[] {
  const run =
    (...argv: [string, ...string[]]) =>
    (): Promise<string> =>
      lab.host('c1').check(argv);
  const revive = async (): Promise<void> => {
    await lab.startNode('c2');
    await lab.startPacemaker('c2');
  };
  return [
    {
      title: 'a node is in standby',
      expects: 'pacemaker/standby',
      on: 'c2',
      provoke: run('crm_attribute', '--node', 'c2', '--name', 'standby', '--update', 'on'),
      heal: run('crm_attribute', '--node', 'c2', '--name', 'standby', '--delete'),
    },
    {
      title: 'Pacemaker is in maintenance mode',
      expects: 'pacemaker/maintenance',
      on: 'c1',
      provoke: () => setProperty(lab, 'maintenance-mode', 'true'),
      heal: () => setProperty(lab, 'maintenance-mode', 'false'),
    },
    {
      title: 'a move was left behind',
      expects: 'pacemaker/move-left-behind',
      on: 'c2',
      says: /cli-ban/,
      provoke: run('crm_resource', '--resource', 'app', '--ban', '--node', 'c2'),
      heal: run('crm_resource', '--resource', 'app', '--clear'),
    },
    {
      title: 'a resource may run nowhere',
      expects: 'pacemaker/resource-stopped',
      on: 'c1',
      says: /app/,
      provoke: async () => {
        await run('crm_resource', '--resource', 'app', '--ban', '--node', 'c1')();
        await run('crm_resource', '--resource', 'app', '--ban', '--node', 'c2')();
      },
      heal: run('crm_resource', '--resource', 'app', '--clear'),
    },
    {
      title: 'a resource failed',
      expects: 'pacemaker/resource-failed',
      on: 'c1',
      says: /app/,
      provoke: run('crm_resource', '--resource', 'app', '--fail', '--node', 'c1'),
      heal: run('crm_resource', '--resource', 'app', '--cleanup'),
    },
    {
      title: 'a resource is unmanaged',
      expects: 'pacemaker/resource-unmanaged',
      on: 'c1',
      provoke: run(
        'crm_resource',
        '--resource',
        'app',
        '--meta',
        '--set-parameter',
        'is-managed',
        '--parameter-value',
        'false',
      ),
      heal: run('crm_resource', '--resource', 'app', '--meta', '--delete-parameter', 'is-managed'),
    },
    {
      title: 'a node is lost and fencing cannot make sure of it',
      expects: 'pacemaker/unclean',
      on: 'c2',
      provoke: async () => {
        await setProperty(lab, 'stonith-enabled', 'true');
        await lab.killNode('c2');
      },
      heal: async () => {
        await setProperty(lab, 'stonith-enabled', 'false');
        await revive();
      },
    },
    {
      title: 'a node is offline',
      expects: 'pacemaker/node-offline',
      on: 'c2',
      provoke: () => lab.killNode('c2'),
      heal: revive,
    },
  ];
}
