import { run } from './main';
import { paintFor } from './paint';

const terminal = {
  workingDirectory: process.cwd(),
  paint: paintFor(process.stdout, process.env),
  out: (text: string) => void process.stdout.write(text),
  err: (text: string) => void process.stderr.write(text),
};

void run(process.argv.slice(2), terminal).then((code) => {
  process.exitCode = code;
});
