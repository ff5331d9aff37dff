import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Access } from '../../server/core/ops/access';
import { accessByHost } from '../../server/core/desired';
import { hostArgument, type HostTree, manifestWith, mirroredTree } from '../../server/core/ops/import';
import { reasonOf } from '../../server/disk/system-error';
import { type Command, exit, type Terminal } from './command';
import { plural } from './count';
import { people } from './people';
import { readRepository } from './repository';
import { UsageError } from './usage-error';
import { visible } from './visible';

export const importHosts: Command = {
  name: 'import',
  summary: 'Fetch the files of running hosts, to start from what is there',
  help: `quorate import [HOST...] [options]

Logs in to hosts and fetches the files their database server, HAProxy, corosync and
Orchestrator read, includes followed, into a folder for each host that mirrors its paths.
Nothing is changed on a host. Secrets stay there: lines that hold one are written with
******** in its place (a deploy puts the host's own back), keys are not fetched at all.

A HOST is a name of ~/.ssh/config, or NAME=USER@ADDRESS:PORT, of which only NAME and ADDRESS
are needed. Without any, the hosts of quorate.json are fetched.

  --cluster NAME         the cluster these hosts are (default: the folder's name); it is
                         written to quorate.json
  --into FOLDER          the repository (default: the working directory)
  --overwrite            replace files that are there already and differ
  --dry-run              say what would be written

Exit: 0 everything is as on the hosts, 1 a host could not be reached or a file differs and
was left alone, 2 wrong usage, 3 a fault of Quorate itself.
`,
  async run(argv, terminal) {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        cluster: { type: 'string' },
        into: { type: 'string', default: '.' },
        overwrite: { type: 'boolean', default: false },
        'dry-run': { type: 'boolean', default: false },
      },
    });
    const root = resolve(terminal.workingDirectory, values.into);
    const wanted = positionals.length > 0 ? positionals.map(accessOf) : await hostsOfManifest(root);
    const hosts = await import('../hosts/main.js');
    const sessions = new hosts.Sessions(people(terminal));
    const trees: HostTree[] = [];
    let failed = 0;
    try {
      await Promise.all(
        wanted.map(async (access) => {
          const { name, ...rest } = access;
          try {
            const found = await hosts.discoverHost(await sessions.to(access), name);
            trees.push({ name, access: rest, addresses: found.addresses, files: found.files });
            for (const { path, reason } of found.skipped)
              terminal.err(`${visible(name)}: ${visible(path)} is left there: ${reason}\n`);
            if (found.files.length === 0) terminal.err(`${visible(name)}: no file of ours was found there\n`);
          } catch (error) {
            failed++;
            terminal.err(`${visible(error instanceof Error ? error.message : String(error))}\n`);
          }
        }),
      );
    } finally {
      sessions.close();
    }
    trees.sort((a, b) => (a.name < b.name ? -1 : 1));
    const writer = new Writer(root, values.overwrite, values['dry-run'], terminal);
    for (const { path, text, masked } of mirroredTree(trees)) writer.write(path, text, masked);
    // Hosts of a manifest are in it already.
    if (trees.length > 0 && positionals.length > 0) writeManifest(writer, trees, values.cluster ?? basename(root));
    terminal.err(writer.summary());
    return failed === 0 && writer.left === 0 ? exit.fine : exit.findings;
  },
};

/** @throws UsageError */
function accessOf(written: string): Access {
  const access = hostArgument(written);
  if (!access) throw new UsageError(`"${written}" is no host; write NAME or NAME=USER@ADDRESS:PORT`);
  return access;
}

/** @throws UsageError when there is none */
async function hostsOfManifest(root: string): Promise<Access[]> {
  const { workspace } = await readRepository([], root);
  const found = [...accessByHost(workspace).values()];
  if (found.length > 0) return found;
  throw new UsageError('there is no quorate.json with hosts here; name the hosts to import from');
}

/** Writes files that are not there yet, and says of every file what became of it. */
class Writer {
  /** Files that differ and were left alone. */
  left = 0;
  private written = 0;
  private same = 0;
  private masked = 0;

  constructor(
    private readonly root: string,
    private readonly mayOverwrite: boolean,
    private readonly isDry: boolean,
    private readonly terminal: Terminal,
  ) {}

  textOf(path: string): string | undefined {
    const file = join(this.root, path);
    return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  }

  /** @throws UsageError when it cannot be written */
  write(path: string, text: string, masked: number, mayOverwrite = this.mayOverwrite): void {
    const present = this.textOf(path);
    if (present === text) {
      this.same++;
      return;
    }
    if (present !== undefined && !mayOverwrite) {
      this.left++;
      this.terminal.err(`${visible(path)} differs from the host's and was left alone; --overwrite replaces it\n`);
      return;
    }
    this.written++;
    this.masked += masked;
    this.terminal.out(`${visible(path)}\n`);
    if (this.isDry) return;
    const file = join(this.root, path);
    try {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    } catch (error) {
      throw new UsageError(`${path} cannot be written: ${reasonOf(error)}`);
    }
  }

  summary(): string {
    const words = this.isDry ? 'would be written' : 'written';
    const secrets = this.masked > 0 ? `, ${plural(this.masked, 'secret')} left on the hosts` : '';
    return `${plural(this.written, 'file')} ${words}, ${this.same} as they are already${secrets}.\n`;
  }
}

function writeManifest(writer: Writer, trees: readonly HostTree[], cluster: string): void {
  const existing = writer.textOf('quorate.json');
  const text = manifestWith(trees, cluster, existing);
  if (text === undefined)
    throw new UsageError('quorate.json holds comments or is no JSON; add the hosts by hand, their files are written');
  // Nothing is lost of it: hosts are only added.
  writer.write('quorate.json', text, 0, true);
}
