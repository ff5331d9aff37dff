import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff';
import type { DesiredCluster } from '../../server/core/ops/desired';
import type { ObservedHost } from '../../server/core/ops/observed';
import { hostKey, type Plan } from '../../server/core/ops/plan';
import type { PlannedFile, PlannedHost, Unit } from '../../server/core/ops/unit';
import { activationText, effectText, suspensionText } from '../../server/core/ops/plan-text';
import { withoutSecrets } from '../../server/core/ops/secrets';
import { plural } from './count';
import type { Paint } from './paint';
import { visible } from './visible';

/** A plan for people: what changes as a unified diff, then what is done in which order and why. */
export function planText(
  plan: Plan,
  digest: string,
  desired: readonly DesiredCluster[],
  observed: ReadonlyMap<string, ObservedHost>,
  paint: Paint,
): string {
  const parts: string[] = [];
  for (const cluster of plan.clusters) {
    const hosts = desired.find((each) => each.name === cluster.name)?.hosts ?? [];
    const contentOf = (host: string, path: string): string =>
      hosts.find((each) => each.name === host)?.files.find((file) => file.path === path)?.content ?? '';
    for (const unit of cluster.units) {
      for (const host of unit.hosts) {
        const seen = observed.get(hostKey(cluster.name, host.name));
        for (const file of host.files) {
          const before = seen?.files.find((each) => each.path === file.path)?.found?.content;
          parts.push(fileDiff(host, file, before, contentOf(host.name, file.path), paint));
        }
      }
    }
    parts.push(`${paint.bold(`cluster ${visible(cluster.name)}`)}\n`);
    cluster.units.forEach((unit, index) => parts.push(unitText(unit, index, paint)));
    if (cluster.unchanged.length > 0) parts.push(`  unchanged: ${cluster.unchanged.map(visible).join(', ')}\n`);
  }
  const count = plan.clusters.reduce((sum, cluster) => sum + cluster.units.length, 0);
  if (count > 0) parts.push(`\nPlan ${digest.slice(0, 12)}: ${plural(count, 'unit')} of work.\n`);
  return parts.join('');
}

function unitText(unit: Unit, index: number, paint: Paint): string {
  const names = unit.hosts.map((host) => visible(host.name)).join(', ');
  const lines = [
    `  ${index + 1}. ${paint.green(names)}: ${unit.program}, ${activationText(unit)}, because ${visible(unit.activation.reason)}`,
    `     order: ${unit.reason}`,
    `     interruption: ${unit.interruption}`,
    ...unit.effects.map((effect) => {
      const of = unit.hosts.length > 1 ? `${visible(effect.host)}: ` : '';
      return `     ${of}${visible(effectText(effect))}`;
    }),
    ...unit.hosts.flatMap((host) => host.files.map((file) => `     ${visible(keptText(host, file))}`)),
    ...unit.activation.statements.map((statement) => `     ${visible(withoutSecrets(statement))}`),
    ...unit.suspensions.map((each) => `     meanwhile ${visible(suspensionText(each))}`),
    '     taken back by renaming the old files into place' +
      (unit.activation.kind === 'nothing' ? '' : `, then ${rollback(unit)}`),
  ];
  if (unit.restartsWriter) lines.push(`     ${paint.red('this restarts today’s writer')}`);
  return lines.join('\n') + '\n';
}

/** What of a file stays as it is. */
function keptText({ name }: PlannedHost, { path, real, access, isSecret, inPlace }: PlannedFile): string {
  const place = `${name}:${path}`;
  const link = real === path ? '' : `, and stays a link to ${real}`;
  if (isSecret) return `${place} gets root:root 400${link}`;
  if (!access) return `${place} is new, with root:root 644`;
  const { owner, group, mode, acl, label } = access;
  const kept = [
    `${owner}:${group} ${mode}`,
    ...(acl.length > 0 ? [`ACL ${acl.join(', ')}`] : []),
    ...(label === undefined ? [] : [`label ${label}`]),
  ];
  return `${place} keeps ${kept.join(', ')}${link}${inPlace ? '; written over, because it is mounted somewhere' : ''}`;
}

function rollback(unit: Unit): string {
  if (unit.activation.kind === 'set-global') return 'setting the values of now again';
  return unit.activation.kind === 'reload'
    ? 'a reload'
    : 'a restart if the server is up and settled, a start if it is down';
}

function fileDiff(
  host: PlannedHost,
  file: PlannedFile,
  before: string | undefined,
  after: string,
  paint: Paint,
): string {
  const place = `${host.name}:${file.path}`;
  if (file.isSecret) return `${visible(place)}: a key; ${file.before === undefined ? 'new' : 'replaced'}\n`;
  const old = masked(before ?? '');
  const now = masked(after);
  if (old === now && file.before !== undefined) return `${visible(place)}: only secrets or line ends differ\n`;
  const from = file.before === undefined ? '/dev/null' : place;
  const patch = createTwoFilesPatch(from, file.source, old, now, undefined, undefined, {
    context: 3,
    headerOptions: FILE_HEADERS_ONLY,
  });
  return patch
    .split('\n')
    .map((line) => {
      const shown = visible(line);
      if (line.startsWith('+')) return paint.green(shown);
      if (line.startsWith('-')) return paint.red(shown);
      return line.startsWith('@@') ? paint.blue(shown) : shown;
    })
    .join('\n');
}

function masked(content: string): string {
  return Buffer.from(content, 'base64').toString().split('\n').map(withoutSecrets).join('\n');
}
