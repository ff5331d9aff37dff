import type { People } from '../hosts/main';
import type { Terminal } from './command';

/** The person in front of the terminal, who is asked for secrets and about host keys seen for the first time. */
export function people(terminal: Terminal): People {
  return {
    secret: async (question) => terminal.ask?.(`${question}: `, { hidden: true }),
    trustHostKey: async ({ host, address, port, type, fingerprint, note }) => {
      const about = note === undefined ? '' : `${note}\n`;
      const question = `${about}${host} (${address} port ${port}) shows the new key ${type} ${fingerprint}. Trust it? Type yes: `;
      return (await terminal.ask?.(question))?.trim() === 'yes';
    },
  };
}
