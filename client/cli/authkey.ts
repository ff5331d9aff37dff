import { parseArgs } from 'node:util';
import { carryOut, limitsOf, planHelp, planOptions, showPlan, wantedOf } from './carry-out';
import { type Command, exit } from './command';
import { people } from './people';
import { readRepository } from './repository';
import { UsageError } from './usage-error';

export const authkey: Command = {
  name: 'authkey',
  summary: 'Give the nodes of a corosync cluster a new common key',
  help: `quorate authkey [path...] [options]

Makes a key from the system's cryptographic source and brings it to all nodes of a cluster,
readable by root only, as one change with a way back: put in place everywhere and compared by
digest, then taken over by all nodes with one reload (corosync 3.1 and later). The corosync.conf
of the repository goes with it where it differs, so that a cipher and its key change together.
The key is kept on the nodes and nowhere else.

  --no-restart           put it in place only, where corosync cannot take it over while it runs
  --restart-corosync     stop and start corosync on all nodes together instead
${planHelp}
Exit: 0 done, 1 something was taken back or is not known, 2 wrong usage or a stop, 3 a fault
of Quorate itself.
`,
  async run(argv, terminal) {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        ...planOptions,
        'no-restart': { type: 'boolean', default: false },
        'restart-corosync': { type: 'boolean', default: false },
      },
    });
    if (values.plan !== undefined) throw new UsageError('every run makes another key, so --plan cannot be met');
    const limits = limitsOf(values);
    const repository = await readRepository(positionals, terminal.workingDirectory);
    const wanted = wantedOf(repository, values, terminal);
    if (!wanted) return exit.usage;
    const hosts = await import('../hosts/main.js');
    const desired = hosts.withNewKeys(wanted);
    if (desired.length === 0) throw new UsageError('none of these hosts has a corosync.conf here');
    const sessions = new hosts.Sessions(people(terminal));
    try {
      const sight = await hosts.look(desired, sessions);
      const choices = {
        noRestart: values['no-restart'],
        // A key that somebody else put there is what this is to replace.
        overwriteDrift: true,
        withErrors: false,
        restartCorosync: values['restart-corosync'],
      };
      const prepared = { ...hosts.planFor(sight, choices), sight };
      const stopped = showPlan(prepared, terminal);
      if (stopped !== undefined || values['dry-run']) return stopped ?? exit.fine;
      return await carryOut(prepared, values, limits, sessions, terminal);
    } finally {
      sessions.close();
    }
  },
};
