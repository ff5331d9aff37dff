import type { DesiredFile } from '../../../server/core/ops/desired';
import type { ObservedHost } from '../../../server/core/ops/observed';
import type { PlannedHost, Suspension, Unit } from '../../../server/core/ops/unit';
import { accessWord } from './file-access';
import { hostProgram, toBase64 } from './host-program';

/** Shell variables that a step of the program on a host reads. */
export type Variables = Readonly<Record<string, string>>;

/** Seconds after which what was switched off comes on again by itself, beside the time for the gate: a long restart. */
export const suspendedAtMost = 900;

/** What the trial is, for the step `compare`. */
export function trialOf(
  unit: Unit,
  planned: PlannedHost,
  seen: ObservedHost | undefined,
  lagSeconds: number,
): Variables {
  const { galera } = seen?.server ?? {};
  const facts = {
    program: unit.program,
    activation: unit.activation.kind,
    service: planned.service ?? '',
    running: planned.wasRunning ? '1' : '0',
    answers: seen?.server ? '1' : '0',
    uuid: galera?.state === 'Synced' ? galera.uuid : '',
    size: `${galera?.size ?? 0}`,
    replica: seen?.server?.isReplica ? '1' : '0',
    lag: `${lagSeconds}`,
    group: seen?.server?.group?.state === 'ONLINE' ? '1' : '0',
    inplace: planned.files.flatMap((file, index) => (file.inPlace ? [index] : [])).join(' '),
    removed: planned.removedServers.join(' '),
    owner: planned.owner?.kind ?? '',
    resource: planned.owner?.name ?? '',
    node: planned.owner?.node ?? '',
    clone: planned.owner?.isClone ? '1' : '0',
    transition: (planned.owner?.transition ?? []).map((each) => `${each};`).join(''),
    pacemaker: seen?.pacemaker ? '1' : '0',
  };
  const files = planned.files.map((file, index) =>
    [index, file.real, file.before ?? '-', file.after, file.path, accessWord(file.access)].join('\t'),
  );
  const lines = (texts: readonly string[]): string => toBase64(texts.map((text) => `${text}\n`).join(''));
  return {
    unit: lines(Object.entries(facts).map(([name, value]) => `${name}=${value}`)),
    files: lines(files),
    statements: lines(unit.activation.statements),
    undo: lines(unit.activation.undo),
    arguments: lines(seen?.recreated?.options ?? []),
    copy: toBase64(hostProgram),
  };
}

/** A new text, for the step `upload`. */
export const uploadOf = ({ content, isSecret }: DesiredFile): Variables => ({ content, secret: isSecret ? '1' : '0' });

/** What is switched off on a host, for the step `suspend`. */
export function suspensionOf(suspension: Suspension): Variables {
  const servers = suspension.kind === 'drain' ? suspension.servers.join(' ') : '';
  return { kind: suspension.kind, servers, copy: toBase64(hostProgram) };
}
