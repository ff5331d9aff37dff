import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { reasonOf } from '../../server/disk/system-error';
import { carryOut, limitsOf, planHelp, planOptions, showPlan, wantedOf } from './carry-out';
import { type Command, exit } from './command';
import { oneOf } from './options';
import type { ExportedFile } from '../hosts/main';
import { people } from './people';
import { readRepository } from './repository';
import { UsageError } from './usage-error';
import { visible } from './visible';

export const deploy: Command = {
  name: 'deploy',
  summary: 'Bring the files to their hosts, with a way back',
  help: `quorate deploy [path...] [options]

Compares the files with what the hosts have, shows the difference and the plan, and after
your yes brings them there host by host: validated by the host's own daemon, backed up,
replaced atomically, activated the cheapest right way, watched, and confirmed or taken back.
A host that hears nothing from here in time takes the change back by itself.

${planHelp}  --roll-back            deploy what the hosts had before their last deploy, with the same
                         checks and gates; takes a trial back that was left open
  --export ansible       change nothing; write the plan as an Ansible project instead
  --into FOLDER          where to (default ./ansible); it must not exist yet
  --no-restart           leave out restarts; what needs one counts at the next start
  --restart-corosync     stop and start corosync on all nodes together for what counts in no other way
  --overwrite-drift      replace files that were changed on the host since the last deploy
  --with-errors          deploy although errors were found in the files

Exit: 0 done or nothing to do, 1 something was taken back or is not known, 2 wrong usage
or a stop, 3 a fault of Quorate itself.
`,
  async run(argv, terminal) {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        ...planOptions,
        export: { type: 'string' },
        into: { type: 'string', default: 'ansible' },
        'roll-back': { type: 'boolean', default: false },
        'no-restart': { type: 'boolean', default: false },
        'restart-corosync': { type: 'boolean', default: false },
        'overwrite-drift': { type: 'boolean', default: false },
        'with-errors': { type: 'boolean', default: false },
      },
    });
    const limits = limitsOf(values);
    if (values.export !== undefined) oneOf('--export', values.export, ['ansible']);
    const repository = await readRepository(positionals, terminal.workingDirectory);
    const current = wantedOf(repository, values, terminal);
    if (!current) return exit.usage;
    const isBack = values['roll-back'];
    const hosts = await import('../hosts/main.js');
    const sessions = new hosts.Sessions(people(terminal));
    try {
      if (isBack && !values['dry-run']) {
        const before = await hosts.look(current, sessions);
        const open = await hosts.takeBackUnfinished(current, before, sessions).catch(asUsage);
        if (open.length > 0) {
          terminal.err(`Taken back on ${open.map(visible).join(', ')}: what was on trial there.\n`);
          return exit.fine;
        }
      }
      const desired = isBack ? await hosts.previousState(current, sessions) : current;
      const orchestrator = values.orchestrator === undefined ? undefined : new hosts.Orchestrator(values.orchestrator);
      const sight = await hosts.look(desired, sessions, { orchestrator });
      const choices = {
        noRestart: values['no-restart'],
        overwriteDrift: values['overwrite-drift'] || isBack,
        withErrors: values['with-errors'],
        restartCorosync: values['restart-corosync'],
      };
      const prepared = { ...hosts.planFor(sight, choices), sight };
      const { plan } = prepared;
      const isStopped = isBack && plan.stops.length > 0;
      if (plan.clusters.every((cluster) => cluster.units.length === 0) && sight.stops.length === 0 && !isStopped) {
        terminal.err(
          isBack
            ? 'Nothing to roll back: no host remembers a deploy, or it was rolled back already.\n'
            : 'Nothing to deploy: every host has the files as they are here.\n',
        );
        return exit.fine;
      }
      const stopped = showPlan(prepared, terminal);
      if (stopped !== undefined) return stopped;
      if (values['dry-run']) return exit.fine;
      if (values.export !== undefined) {
        const folder = resolve(terminal.workingDirectory, values.into);
        writeProject(folder, hosts.ansibleProject(plan, sight, { ...limits, orchestrator: values.orchestrator }));
        terminal.err(`Written to ${folder}. Run there: ansible-playbook -i inventory.json site.yml\n`);
        return exit.fine;
      }
      return await carryOut(prepared, values, limits, sessions, terminal);
    } finally {
      sessions.close();
    }
  },
};

/** @throws UsageError when the folder is there already */
function writeProject(folder: string, files: readonly ExportedFile[]): void {
  try {
    mkdirSync(folder);
  } catch (error) {
    throw new UsageError(`${folder} cannot be made: ${reasonOf(error)}`);
  }
  for (const { path, text, isSecret } of files) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text, { mode: isSecret ? 0o600 : 0o644 });
  }
}

/** Trouble with a host is not a fault of ours. */
function asUsage(error: unknown): never {
  throw new UsageError(error instanceof Error ? error.message : String(error));
}
