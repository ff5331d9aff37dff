import { parseArgs } from 'node:util';
import type { Host } from '../../server/core/model/host';
import { type Command, exit } from './command';
import { displayPath } from './display-path';
import { plural } from './format-text';
import { oneOf } from './options';
import type { Paint } from './paint';
import { readRepository } from './repository';

export const hosts: Command = {
  name: 'hosts',
  summary: 'Show whose file each file is, and why',
  help: `quorate hosts [path...] [options]

Prints every cluster with its hosts and their files, and what made Quorate think so.
Where it is wrong, a quorate.json says better.

  --format text|json   how to print (default text)
`,
  async run(argv, terminal) {
    const { values, positionals } = parseArgs({ args: [...argv], allowPositionals: true, options: { format: { type: 'string', default: 'text' } } });
    const format = oneOf('--format', values.format, ['text', 'json'] as const);
    const repository = await readRepository(positionals, terminal.workingDirectory);
    const { model } = repository.workspace;
    const name = displayPath(repository.root, terminal.workingDirectory);
    if (format === 'json') {
      const clusters = model.clusters.map((cluster) => ({
        name: cluster.name,
        kind: [...cluster.kinds],
        why: cluster.why,
        hosts: cluster.hosts.map((host) => ({
          name: host.name,
          addresses: [...host.addresses],
          roles: [...host.roles],
          product: host.target.product ?? null,
          version: host.target.series ?? null,
          files: host.placements.map(({ path, hostPath, source, why }) => ({ file: name(path), hostPath: hostPath ?? null, source, why })),
        })),
      }));
      terminal.out(JSON.stringify({ version: 1, clusters }, undefined, 2) + '\n');
      return exit.fine;
    }
    const lines: string[] = [];
    for (const cluster of model.clusters) {
      const kinds = [...cluster.kinds].join(', ') || 'no cluster technology found';
      lines.push(`${terminal.paint.bold(`cluster ${cluster.name}`)} (${kinds}): ${plural(cluster.hosts.length, 'host')}, because ${cluster.why}`);
      for (const host of cluster.hosts) lines.push(...describe(host, name, terminal.paint));
      lines.push('');
    }
    if (model.clusters.length === 0) lines.push('No option file, corosync.conf or haproxy.cfg found here.');
    terminal.out(lines.join('\n') + (lines.at(-1) === '' ? '' : '\n'));
    return exit.fine;
  },
};

function describe(host: Host, name: (path: string) => string, paint: Paint): string[] {
  const facts = [
    [...host.addresses].join(', '),
    host.target.product && [host.target.product === 'mariadb' ? 'MariaDB' : 'MySQL', host.target.series].filter(Boolean).join(' '),
    [...host.roles].join(', '),
  ].filter(Boolean);
  const files = host.placements.map(({ path, why }) => `    ${name(path)}  ${paint.dim(why)}`);
  return [`  ${paint.green(host.name)}${facts.length > 0 ? ` (${facts.join('; ')})` : ''}`, ...files];
}
