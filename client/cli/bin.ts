import { writeSync } from 'node:fs';
import { askOn } from './ask';
import { exit } from './command';
import { run } from './main';
import { paintFor } from './paint';

// A reader that has seen enough, such as `head`, closes the pipe; nobody is left to tell about it.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit();
    writeSync(2, `quorate: the answer cannot be written: ${error.message}\n`);
    process.exit(exit.usage);
  });
}

const terminal = {
  workingDirectory: process.cwd(),
  paint: paintFor(process.stdout, process.env),
  out: (text: string | Uint8Array) => void process.stdout.write(text),
  err: (text: string) => void process.stderr.write(text),
  ask: askOn(process.stdin, process.stderr),
};

void run(process.argv.slice(2), terminal).then((code) => {
  process.exitCode = code;
});
