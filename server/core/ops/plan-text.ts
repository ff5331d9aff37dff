import type { Stop } from './desired';
import type { PlannedEffect, Suspension, Unit } from './unit';

/** How a unit's program learns of its new files, in the words of an operator. */
export function activationText({ activation: { kind } }: Unit): string {
  if (kind === 'nothing') return 'files only';
  return kind === 'set-global' ? 'SET GLOBAL' : kind;
}

/** When a changed line counts: `max_connections takes effect now`. */
export function effectText({ what, effect }: PlannedEffect): string {
  if (effect === 'now') return `${what} takes effect now`;
  return `${what} takes effect ${effect === 'new sessions' ? 'for' : 'on'} ${effect}`;
}

/** What is switched off meanwhile, and why. */
export function suspensionText(suspension: Suspension): string {
  const { kind, host, reason } = suspension;
  if (kind === 'maintenance') return `Pacemaker in maintenance (by ${host}): ${reason}`;
  const servers = suspension.servers.join(', ');
  return kind === 'drain' ? `${host}: ${servers} drained; ${reason}` : `${servers} in downtime: ${reason}`;
}

/** Why nothing is done, with the host it is about. */
export function stopText({ host, message }: Stop): string {
  return host === undefined || message.startsWith(`${host}:`) ? message : `${host}: ${message}`;
}
