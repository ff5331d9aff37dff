import type { CorosyncPair } from '../syntax/corosync';
import { type Edit, insertAfter, replace } from './finding';

/**
 * Gives a setting another value: overwrites its line, or adds one behind another line of its section.
 *
 * @param path     as the daemon stores it, such as `totem.interface.0.mcastport`
 * @param settings the lines of the file by such paths
 * @returns undefined where no line of the section is there to put it behind
 */
export function setPath(path: string, value: string, settings: ReadonlyMap<string, CorosyncPair>): Edit | undefined {
  const written = settings.get(path);
  if (written) return replace(written.valueSpan, value);
  const key = path.slice(path.lastIndexOf('.') + 1);
  const prefix = path.slice(0, -key.length);
  const neighbours = [...settings].filter(
    ([other]) => other.startsWith(prefix) && !other.slice(prefix.length).includes('.'),
  );
  const last = neighbours.at(-1)?.[1];
  return last && insertAfter(last.valueSpan, `${key}: ${value}`);
}
