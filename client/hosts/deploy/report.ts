import type { Plan } from '../../../server/core/ops/plan';
import type { DeployEvent, UnitResult } from './run-plan';

/** What a finished deploy came to, in Markdown. */
export function reportOf(
  plan: Plan,
  digest: string,
  results: readonly UnitResult[],
  events: readonly TimedEvent[],
): string {
  const changed = results.filter((each) => each.outcome === 'confirmed');
  const lines = [
    '# Deploy report',
    '',
    `Plan \`${digest.slice(0, 12)}\`, begun ${events[0]?.at ?? ''}, ended ${events.at(-1)?.at ?? ''}.`,
    '',
    '| cluster | host | program | outcome | what |',
    '|---|---|---|---|---|',
    ...results.flatMap((result) =>
      result.unit.hosts.map((host) => {
        const files = host.files.map((file) => `\`${file.path}\``).join(', ');
        return `| ${result.cluster} | ${host.name} | ${result.unit.program} | ${outcomeOf(result, host.name)} | ${files} |`;
      }),
    ),
    ...plan.clusters.flatMap((cluster) =>
      cluster.unchanged.map((host) => `| ${cluster.name} | ${host} | | unchanged | |`),
    ),
    '',
    ...results.flatMap((result) =>
      result.reason === undefined ? [] : [`- ${result.cluster}: ${oneLine(result.reason)}`],
    ),
    '',
    '## Steps',
    '',
    '| at | host | step | result | ms |',
    '|---|---|---|---|---|',
    ...events.flatMap(({ at, event }) =>
      event.kind === 'step-ends'
        ? [
            `| ${at} | ${event.step.host} | ${event.step.kind} | ${event.message === undefined ? event.result : `${event.result}: ${oneLine(event.message)}`} | ${event.milliseconds} |`,
          ]
        : [],
    ),
    '',
  ];
  if (changed.length === 0 && results.length > 0) lines.push('Nothing was changed for good.', '');
  return lines.join('\n');
}

/** The outcome on one host in words that promise no more than is known. */
export function outcomeOf(result: UnitResult, host: string): string {
  switch (result.outcome) {
    case 'confirmed':
      return 'deployed';
    case 'restored':
      return 'taken back: the old files are in place';
    case 'skipped':
      return 'not touched';
    case 'unsure':
      return result.leftToSwitch.includes(host)
        ? 'not known: unless it was confirmed, the host takes the change back by itself'
        : 'see below';
  }
}

/** An event with its time in ISO 8601. */
export interface TimedEvent {
  readonly at: string;
  readonly event: DeployEvent;
}

/** An event as a line of the journal. Digests stand for contents, so no line holds a secret. */
export function journalLine({ at, event }: TimedEvent): string {
  return JSON.stringify({ at, ...event }) + '\n';
}

function oneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, '; ').replaceAll('|', '\\|');
}
