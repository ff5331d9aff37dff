import { parseArgs } from 'node:util';
import {
  type ComparedProgram,
  type ComparedSetting,
  compareHosts,
  type Said,
  type Verdict,
} from '../../server/core/features/compare';
import type { Cluster } from '../../server/core/model/cluster';
import { rangeOf } from '../../server/core/syntax/tree';
import { catalogs } from '../../server/disk/catalogs';
import { type Command, exit } from './command';
import { plural } from './count';
import { displayPath } from './display-path';
import { knownCluster, oneOf } from './options';
import type { Paint } from './paint';
import { readRepository } from './repository';
import { tellUnreadable } from './unreadable';
import { visible } from './visible';

export const compare: Command = {
  name: 'compare',
  summary: 'Compare what the hosts of a cluster are set to, differences first',
  help: `quorate compare [path...] [options]

Lays the settings of every host of a cluster side by side: database servers, corosync,
HAProxy, keepalived and, if each host has a file of its own, Pacemaker. Values in effect
are compared, so 1G equals 1024M and a line left out equals its default. What differs as
it must (ids, addresses, names of hosts in paths) is set apart. Passwords are compared,
but never printed.

  --cluster NAME       only this cluster
  --format text|json   how to print (default text)
  --all                also print settings that are equal everywhere
`,
  async run(argv, terminal) {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        format: { type: 'string', default: 'text' },
        cluster: { type: 'string' },
        all: { type: 'boolean', default: false },
      },
    });
    const format = oneOf('--format', values.format, ['text', 'json'] as const);
    const repository = await readRepository(positionals, terminal.workingDirectory);
    const { model } = repository.workspace;
    const wanted = knownCluster(values.cluster, model);
    const compared = model.clusters
      .filter((cluster) => wanted === undefined || cluster.name === wanted)
      .map((cluster): Compared => ({ cluster, programs: compareHosts(cluster, catalogs) }));
    const placeOf = placesFrom(displayPath(repository.root, terminal.workingDirectory));
    if (format === 'json') terminal.out(asJson(compared, placeOf));
    else terminal.out(asText(compared, placeOf, terminal.paint, values.all));
    return tellUnreadable(repository, terminal) ? exit.usage : exit.fine;
  },
};

interface Compared {
  readonly cluster: Cluster;
  readonly programs: readonly ComparedProgram[];
}

interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

type PlaceOf = (said: Said) => Place | undefined;

function placesFrom(name: (path: string) => string): PlaceOf {
  return ({ span }) => {
    const start = span && rangeOf(span)?.start;
    return start && { file: name(span.block.document.path), line: start.line + 1, column: start.character + 1 };
  };
}

function asJson(compared: readonly Compared[], placeOf: PlaceOf): string {
  const clusters = compared.map(({ cluster, programs }) => ({
    name: cluster.name,
    programs: programs.map(({ program, hosts, settings, remark }) => ({
      program,
      ...(remark !== undefined && { remark }),
      hosts: hosts.map((host) => host.name),
      settings: settings.map(({ name, verdict, why, said }) => ({
        name,
        verdict,
        why: why ?? null,
        hosts: said.map((each) => ({
          host: each.host.name,
          value: each.text ?? null,
          origin: each.origin,
          ...(placeOf(each) ?? { file: null, line: null, column: null }),
        })),
      })),
    })),
  }));
  return JSON.stringify({ version: 1, clusters }, undefined, 2) + '\n';
}

const programNames: Readonly<Record<ComparedProgram['program'], string>> = {
  database: 'database server',
  corosync: 'corosync',
  haproxy: 'HAProxy',
  keepalived: 'keepalived',
  pacemaker: 'Pacemaker',
};

const headings: readonly (readonly [Verdict, string])[] = [
  ['clash', 'The same, but each host needs its own'],
  ['differs', 'Different'],
  ['expected', 'Different as expected'],
];

function asText(compared: readonly Compared[], placeOf: PlaceOf, paint: Paint, isAll: boolean): string {
  if (compared.length === 0) return 'No option file, corosync.conf or haproxy.cfg found here.\n';
  const lines = compared.flatMap(({ cluster, programs }) => {
    const title = paint.bold(`cluster ${visible(cluster.name)}`);
    if (programs.length === 0) return [`${title}: no two hosts that run the same program`, ''];
    return programs.flatMap((each) => [
      `${title}, ${programNames[each.program]}: ${visible(each.hosts.map((host) => host.name).join(', '))}`,
      ...describe(each, placeOf, paint, isAll),
      '',
    ]);
  });
  return lines.join('\n');
}

function describe({ settings, remark }: ComparedProgram, placeOf: PlaceOf, paint: Paint, isAll: boolean): string[] {
  if (remark !== undefined) return [`  ${visible(remark)}`];
  const parts = headings.flatMap(([verdict, heading]) => {
    const some = settings.filter((setting) => setting.verdict === verdict);
    if (some.length === 0) return [];
    const colour = verdict === 'expected' ? paint.dim : verdict === 'clash' ? paint.red : paint.yellow;
    return [colour(`  ${heading}`), ...some.flatMap((setting) => describeSetting(setting, placeOf, paint))];
  });
  const equal = settings.filter((setting) => setting.verdict === 'equal');
  const hint = equal.length > 0 && !isAll ? paint.dim(' (--all prints them)') : '';
  const rest = isAll ? equal.map(({ name, said }) => `    ${visible(name)}  ${paint.dim(textOf(said[0]))}`) : [];
  return [...parts, paint.green(`  Equal: ${plural(equal.length, 'setting')}`) + hint, ...rest];
}

function describeSetting({ name, why, said }: ComparedSetting, placeOf: PlaceOf, paint: Paint): string[] {
  const hosts = Math.max(...said.map(({ host }) => visible(host.name).length));
  const values = Math.min(40, Math.max(...said.map((each) => textOf(each).length)));
  return [
    `    ${visible(name)}${why === undefined ? '' : paint.dim(`  ${visible(why)}`)}`,
    ...said.map((each) => {
      const place = placeOf(each);
      const where = place ? paint.dim(`  ${visible(place.file)}:${place.line}`) : '';
      return `      ${visible(each.host.name).padEnd(hosts)}  ${textOf(each).padEnd(values)}${where}`.trimEnd();
    }),
  ];
}

function textOf(said: Said | undefined): string {
  if (said?.text === undefined) return '(not set)';
  const text = said.text === '' ? '""' : visible(said.text);
  return said.origin === 'default' ? `${text} (default)` : text;
}
