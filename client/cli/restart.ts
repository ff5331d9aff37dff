import { parseArgs } from 'node:util';
import { carryOut, limitsOf, planHelp, planOptions, showPlan, wantedOf } from './carry-out';
import { type Command, exit } from './command';
import { oneOf } from './options';
import { people } from './people';
import { readRepository } from './repository';

export const restart: Command = {
  name: 'restart',
  summary: 'Restart servers one after the other, in the right order',
  help: `quorate restart [path...] [options]

Restarts the database servers of clusters, and reloads their proxies, in the order of a deploy
and through its gates: replicas before their source, one Galera node at a time, the writer last
and only with a yes of its own. Each host's own daemon is asked first whether it accepts the
files that lie there. No file is changed.

  --program NAME         only database or haproxy
${planHelp}
Exit: 0 done, 1 a server did not come back healthy, 2 wrong usage or a stop, 3 a fault of
Quorate itself.
`,
  async run(argv, terminal) {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: { ...planOptions, program: { type: 'string' } },
    });
    const limits = limitsOf(values);
    const program =
      values.program === undefined ? undefined : oneOf('--program', values.program, ['database', 'haproxy'] as const);
    const repository = await readRepository(positionals, terminal.workingDirectory);
    const desired = wantedOf(repository, values, terminal);
    if (!desired) return exit.usage;
    const hosts = await import('../hosts/main.js');
    const sessions = new hosts.Sessions(people(terminal));
    try {
      const orchestrator = values.orchestrator === undefined ? undefined : new hosts.Orchestrator(values.orchestrator);
      const sight = await hosts.look(desired, sessions, { orchestrator });
      const prepared = { ...hosts.restartFor(sight, program), sight };
      const stopped = showPlan(prepared, terminal);
      if (stopped !== undefined) return stopped;
      if (prepared.plan.clusters.every((cluster) => cluster.units.length === 0)) {
        terminal.err('Nothing to restart: none of these programs runs.\n');
        return exit.fine;
      }
      if (values['dry-run']) return exit.fine;
      return await carryOut(prepared, values, limits, sessions, terminal);
    } finally {
      sessions.close();
    }
  },
};
