import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Host } from '../../server/core/model/host';
import type { Setting } from '../../server/core/model/setting';
import { rules } from '../../server/core/rules/registry';
import { rangeOf, type Span } from '../../server/core/syntax/tree';
import { Workspace } from '../../server/core/workspace';
import { catalogs } from '../../server/disk/catalogs';
import { DiskFolder } from '../../server/disk/disk-folder';

/**
 * A page that holds one small repository as people lay theirs out, and what must be understood of it: fences below a
 * path in backquotes are its files, the fences under the headings Hosts, Values and Findings what is to be read from
 * them, a line each. A page without findings is clean: it must stay without warnings and errors.
 */
export interface Layout {
  readonly title: string;
  readonly files: ReadonlyMap<string, string>;
  readonly hosts: readonly string[];
  readonly values: readonly string[];
  readonly findings: readonly string[];
}

export function readLayout(page: string): Layout {
  const lines = readFileSync(page, 'utf8').split('\n');
  const files = new Map<string, string>();
  const told: Record<string, string[]> = { Hosts: [], Values: [], Findings: [] };
  let heading = '';
  let name: string | undefined;
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] as string;
    heading = /^## (.+)$/.exec(line)?.[1] ?? heading;
    name = /^`([^`]+)`$/.exec(line.trim())?.[1] ?? name;
    if (!line.startsWith('```')) continue;
    const end = lines.indexOf('```', at + 1);
    const inside = lines.slice(at + 1, end);
    if (name !== undefined) files.set(name, inside.map((each) => each + '\n').join(''));
    else told[heading]?.push(...inside);
    name = undefined;
    at = end;
  }
  const [hosts = [], values = [], findings = []] = [told['Hosts'], told['Values'], told['Findings']];
  return { title: lines[0]?.replace(/^# /, '') ?? '', files, hosts, values, findings };
}

/** What the product reads from a layout that lies in a real folder called `repository`, in the words of its page. */
export async function understand(files: ReadonlyMap<string, string>): Promise<Omit<Layout, 'title' | 'files'>> {
  const scratch = mkdtempSync(path.join(tmpdir(), 'quorate-layout-'));
  try {
    const root = path.join(scratch, 'repository');
    for (const [name, text] of files) {
      mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
      writeFileSync(path.join(root, name), text);
    }
    const workspace = new Workspace(catalogs, rules, 'repository', (rule, error) => {
      throw new Error(`rule ${rule} failed`, { cause: error });
    });
    const unreadable = await new DiskFolder(root).load(workspace);
    if (unreadable.length > 0) throw new Error(`cannot read ${unreadable.map((each) => each.path).join(', ')}`);
    workspace.update();
    return { hosts: hostsOf(workspace), values: valuesOf(workspace), findings: findingsOf(workspace) };
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

function hostsOf({ model }: Workspace): string[] {
  return model.clusters.flatMap((cluster) => [
    `cluster ${cluster.name} [${[...cluster.kinds].join(', ')}]`,
    ...cluster.hosts.flatMap((host) => [`  ${describeHost(host)}`, ...host.placements.map(describeFile)]),
  ]);
}

function describeHost({ name, addresses, target, roles }: Host): string {
  const server = [target.product, target.series].filter(Boolean).join(' ');
  return [name, [...addresses].join(' '), server, [...roles].join(', ')].filter(Boolean).join('; ');
}

function describeFile({ path: file, hostPath }: Host['placements'][number]): string {
  return `    ${file}${hostPath === undefined ? '' : ` = ${hostPath}`}`;
}

/** Every option that a host's server ends up with, and the line it comes from. */
function valuesOf({ model }: Workspace): string[] {
  return model.hosts.flatMap((host) =>
    [...host.options.names].map((name) => {
      const setting = host.options.effective(name) as Setting;
      return `${host.name}: ${name} = ${shown(setting)} from ${placeOf(setting.nameSpan)}`;
    }),
  );
}

function shown({ value, negated }: Setting): string {
  return `${negated ? 'not ' : ''}${value ?? '(bare)'}`;
}

function findingsOf(workspace: Workspace): string[] {
  return workspace.documents
    .flatMap((document) => workspace.findings(document))
    .filter(({ severity }) => severity !== 'info')
    .map(({ rule, severity, span }) => `${placeOf(span)} ${severity} ${rule}`)
    .sort();
}

function placeOf(span: Span): string {
  return `${span.block.document.path}:${(rangeOf(span)?.start.line ?? -1) + 1}`;
}
