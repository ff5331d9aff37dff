import type { Attribute, PacemakerText } from './pacemaker';

/** What the files of a cluster say of fencing. */
export interface Fencing {
  /** Whether a lost node is switched off: there is a device, and nothing switches fencing off. */
  readonly isOn: boolean;
  /** The lines that switch it off. */
  readonly off: readonly Attribute[];
  readonly hasDevice: boolean;
}

/** Reads `stonith-enabled`, which is on unless a line says otherwise, and looks for devices. */
export function fencingOf(texts: readonly PacemakerText[]): Fencing {
  const off = texts
    .flatMap(({ properties }) => properties)
    .filter(({ name, value, isKnown }) => name === 'stonith-enabled' && isKnown && /^(false|no|off|n|0)$/i.test(value));
  const hasDevice = texts.some(({ resources }) => resources.some(({ agent }) => agent?.class === 'stonith'));
  return { isOn: hasDevice && off.length === 0, off, hasDevice };
}
