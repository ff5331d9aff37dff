import { parseArgs } from 'node:util';
import type { Cluster } from '../../server/core/model/cluster';
import { manifestText } from '../../server/core/features/manifest-text';
import type { Host } from '../../server/core/model/host';
import type { Model } from '../../server/core/model/model';
import { type Command, exit } from './command';
import { plural } from './count';
import { displayPath } from './display-path';
import { oneOf } from './options';
import type { Paint } from './paint';
import { arrowsOf, graphAsMermaid, graphAsText, shownRoles } from './replication-graph';
import { readRepository } from './repository';
import { tellUnreadable } from './unreadable';
import { visible } from './visible';

export const hosts: Command = {
  name: 'hosts',
  summary: 'Show whose file each file is, and why',
  help: `quorate hosts [path...] [options]

Prints every cluster with its hosts and their files, and what made Quorate think so.
Where it is wrong, a quorate.json says better.

  --format text|json|manifest  how to print (default text); manifest is a quorate.json to begin with
  --graph[=text|mermaid]  print who replicates from whom instead, as a tree or as a Mermaid flowchart
`,
  async run(argv, terminal) {
    const { values, positionals } = parseArgs({
      // Bare it means text; the parser of arguments has no option whose value may be left out.
      args: argv.map((word) => (word === '--graph' ? '--graph=text' : word)),
      allowPositionals: true,
      options: { format: { type: 'string', default: 'text' }, graph: { type: 'string' } },
    });
    const format = oneOf('--format', values.format, ['text', 'json', 'manifest'] as const);
    const graph = values.graph === undefined ? undefined : oneOf('--graph', values.graph, ['text', 'mermaid'] as const);
    const repository = await readRepository(positionals, terminal.workingDirectory);
    const name = displayPath(repository.root, terminal.workingDirectory);
    const { model } = repository.workspace;
    if (graph === 'mermaid') terminal.out(graphAsMermaid(model.clusters, name));
    else if (graph === 'text') terminal.out(graphAsText(model.clusters, name));
    else if (format === 'manifest') terminal.out(manifestText(model));
    else terminal.out(format === 'json' ? asJson(model, name) : asText(model, name, terminal.paint));
    return tellUnreadable(repository, terminal) ? exit.usage : exit.fine;
  },
};

function asJson(model: Model, name: (path: string) => string): string {
  const clusters = model.clusters.map((cluster) => ({
    name: cluster.name,
    kind: [...cluster.kinds],
    why: cluster.why,
    replication: arrowsOf(cluster, name).map(({ from, to, channel, place }) => ({
      source: from,
      replica: to,
      channel,
      place: place ?? null,
    })),
    hosts: cluster.hosts.map((host) => ({
      name: host.name,
      addresses: [...host.addresses],
      roles: shownRoles(cluster, host),
      product: host.target.product ?? null,
      version: host.target.series ?? null,
      files: host.placements.map(({ path, hostPath, source, why }) => ({
        file: name(path),
        hostPath: hostPath ?? null,
        source,
        why,
      })),
    })),
  }));
  return JSON.stringify({ version: 1, clusters }, undefined, 2) + '\n';
}

function asText(model: Model, name: (path: string) => string, paint: Paint): string {
  if (model.clusters.length === 0) return 'No option file, corosync.conf or haproxy.cfg found here.\n';
  return model.clusters
    .map((cluster) => {
      const kinds = [...cluster.kinds].join(', ') || 'no cluster technology found';
      const title = paint.bold(`cluster ${visible(cluster.name)}`);
      const heading = `${title} (${kinds}): ${plural(cluster.hosts.length, 'host')}, because ${visible(cluster.why)}`;
      return [heading, ...cluster.hosts.flatMap((host) => describe(host, cluster, name, paint)), ''].join('\n');
    })
    .join('\n');
}

function describe(host: Host, cluster: Cluster, name: (path: string) => string, paint: Paint): string[] {
  const { product, series } = host.target;
  const server = product && [product === 'mariadb' ? 'MariaDB' : 'MySQL', series].filter(Boolean).join(' ');
  const facts = [[...host.addresses].join(', '), server, shownRoles(cluster, host).join(', ')]
    .filter(Boolean)
    .join('; ');
  const files = host.placements.map(({ path, why }) => `    ${visible(name(path))}  ${paint.dim(visible(why))}`);
  return [`  ${paint.green(visible(host.name))}${facts === '' ? '' : ` (${visible(facts)})`}`, ...files];
}
