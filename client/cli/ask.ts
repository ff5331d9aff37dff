import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';

/** Asks the person in front of the terminal; undefined when the input ends before an answer. */
export type Ask = (question: string, choices?: { readonly hidden: boolean }) => Promise<string | undefined>;

/** Asks on a terminal, or is undefined where nobody sits in front of it. Hidden answers are not echoed. */
export function askOn(input: NodeJS.ReadStream, output: NodeJS.WriteStream): Ask | undefined {
  if (!input.isTTY || !output.isTTY) return undefined;
  return (question, choices) =>
    new Promise((resolve) => {
      let isMuted = false;
      const echo = new Writable({
        write(chunk, _encoding, done) {
          if (!isMuted) output.write(chunk as Buffer);
          done();
        },
      });
      const lines = createInterface({ input, output: echo, terminal: true });
      let answer: string | undefined;
      lines.question(question, (given) => {
        answer = given;
        lines.close();
      });
      isMuted = choices?.hidden === true;
      lines.once('close', () => {
        if (isMuted) output.write('\n');
        resolve(answer);
      });
    });
}
