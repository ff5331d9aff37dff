import { parseArgs } from 'node:util';
import { troubles } from '../../server/core/trouble';
import { rulePage } from '../../server/disk/rule-pages';
import { type Command, exit } from './command';
import { knownRule } from './options';
import { ruleList } from './rule-list';
import { UsageError } from './usage-error';

export const explain: Command = {
  name: 'explain',
  summary: 'Tell what a rule is about: what happens, why, exceptions, examples',
  help: `quorate explain [rule]

Prints the page of a rule. Without a rule, lists all of them.
`,
  async run(argv, terminal) {
    const { positionals } = parseArgs({ args: [...argv], allowPositionals: true, options: {} });
    const [given, ...more] = positionals;
    if (more.length > 0) throw new UsageError('explain takes one rule at a time');
    const id = given === undefined ? undefined : knownRule(given);
    if (id !== undefined && !(id in troubles)) {
      terminal.out((await rulePage(id)).trimEnd() + '\n');
      return exit.fine;
    }
    // What can be wrong with a file as such has no page, but its line says it all.
    const listed = ruleList.filter((rule) => id === undefined || rule.id === id);
    const width = Math.max(...listed.map((rule) => rule.id.length));
    for (const rule of listed) {
      terminal.out(`${rule.id.padEnd(width)}  ${rule.severity.padEnd(7)}  ${rule.summary}\n`);
    }
    return exit.fine;
  },
};
