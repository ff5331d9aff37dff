import { parseArgs } from 'node:util';
import { rules } from '../../server/core/rules/registry';
import { rulePage } from '../../server/disk/rule-pages';
import { type Command, exit } from './command';
import { knownRule } from './options';

export const explain: Command = {
  name: 'explain',
  summary: 'Tell what a rule is about: what happens, why, exceptions, examples',
  help: `quorate explain [rule]

Prints the page of a rule. Without a rule, lists all of them.
`,
  async run(argv, terminal) {
    const { positionals } = parseArgs({ args: [...argv], allowPositionals: true, options: {} });
    const [id] = positionals;
    if (id === undefined) {
      const width = Math.max(...rules.map(([each]) => each.length));
      for (const [each, rule] of rules) terminal.out(`${each.padEnd(width)}  ${rule.severity.padEnd(7)}  ${rule.summary}\n`);
      return exit.fine;
    }
    terminal.out((await rulePage(knownRule(id))).trimEnd() + '\n');
    return exit.fine;
  },
};
