import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import {
  type ClusterKind,
  clusterKinds,
  newCluster,
  productsFor,
  refusalOfName,
  refusalOfNetwork,
} from '../../server/core/scaffold/new-cluster';
import { hasCode, reasonOf } from '../../server/disk/system-error';
import { type Command, exit } from './command';
import { plural } from './count';
import { oneOf } from './options';
import { UsageError } from './usage-error';

const kinds = Object.keys(clusterKinds) as ClusterKind[];

export const create: Command = {
  name: 'new',
  summary: 'Write a whole consistent set of files for a new cluster',
  help: `quorate new <kind> <folder> [options]

Writes the files of every host, the SQL that starts replication, a quorate.json and a
README into a folder, which must be empty or not there yet. Kinds:

${Object.entries(clusterKinds)
  .map(([kind, summary]) => `  ${kind.padEnd(13)} ${summary}`)
  .join('\n')}

  --product mariadb|mysql  which server (default mariadb; galera: only that)
  --name NAME              what the cluster is called (default: the folder's name)
  --network A.B.C          the hosts' network (default 10.0.0)
`,
  async run(argv, terminal) {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        product: { type: 'string', default: 'mariadb' },
        name: { type: 'string' },
        network: { type: 'string', default: '10.0.0' },
      },
    });
    const [givenKind, folder, ...more] = positionals;
    if (givenKind === undefined || folder === undefined || more.length > 0)
      throw new UsageError(`new takes a kind (${kinds.join(', ')}) and a folder`);
    const kind = oneOf('new', givenKind, kinds);
    const target = resolve(terminal.workingDirectory, folder);
    const name = values.name ?? basename(target);
    for (const [value, refusal] of [
      [name, refusalOfName(name)],
      [values.network, refusalOfNetwork(values.network)],
    ] as const) {
      if (refusal !== undefined) throw new UsageError(`${value} ${refusal}`);
    }
    const product = oneOf(`--product of ${kind}`, values.product, productsFor(kind));
    const files = newCluster({ kind, name, product, network: values.network });
    await writeAll(target, folder, files);
    terminal.out(`${plural(files.size, 'file')} written to ${folder}. Read ${folder}/README.md next.\n`);
    return exit.fine;
  },
};

/** Writes into an empty folder only, so that nothing of anybody's is lost. */
async function writeAll(target: string, given: string, files: ReadonlyMap<string, string>): Promise<void> {
  const present = await readdir(target).catch((error: unknown) => {
    if (hasCode(error, 'ENOENT')) return [];
    throw new UsageError(`${given}: ${reasonOf(error)}`);
  });
  if (present.some((name) => name !== '.git')) throw new UsageError(`${given} is not empty; nothing was written`);
  for (const [path, text] of files) {
    const file = join(target, path);
    try {
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text, { flag: 'wx' });
    } catch (error) {
      throw new UsageError(`${given}/${path} cannot be written: ${reasonOf(error)}`);
    }
  }
}
