import { type Command, exit } from './command';
import { UsageError } from './usage-error';

export const lsp: Command = {
  name: 'lsp',
  summary: 'Serve an editor over the language server protocol',
  help: `quorate lsp --stdio

Speaks the language server protocol over standard input and output, for Neovim, Helix,
Zed, Emacs and every other editor with a client.
`,
  // Other options are let through: editors add some of their own, such as --clientProcessId.
  async run(argv) {
    if (!argv.includes('--stdio')) throw new UsageError('lsp needs --stdio, the only way it talks to editors');
    const { main } = await import('../../server/lsp/main.js');
    await main();
    return exit.fine;
  },
};
