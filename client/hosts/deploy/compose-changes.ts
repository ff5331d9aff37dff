import { parse } from 'yaml';

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Services that a compose file makes otherwise than before; all of them where something outside of them changes. */
export function changedServices(before: string, after: string): string[] {
  const [old, now] = [projectIn(before), projectIn(after)];
  const names = [...new Set([...Object.keys(old.services), ...Object.keys(now.services)])].sort();
  if (JSON.stringify(old.rest) !== JSON.stringify(now.rest)) return names;
  return names.filter((name) => JSON.stringify(old.services[name]) !== JSON.stringify(now.services[name]));
}

/** The options that a service gives its server by `command:`, without the server's own name. */
export function serverWords(text: string, service: string): string[] {
  const { command } = (projectIn(text).services[service] ?? {}) as { readonly command?: Json };
  const words = Array.isArray(command)
    ? command.map(String)
    : (typeof command === 'string' ? command : '').split(/\s+/);
  // A `$$` stands for one dollar in a compose file.
  return words.filter((word) => word.startsWith('--')).map((word) => word.replaceAll('$$', '$'));
}

/** With anchors and merge keys resolved, which is how Compose takes it. What is no project has no services. */
function projectIn(text: string): {
  readonly services: Readonly<Record<string, Json>>;
  readonly rest: Readonly<Record<string, Json>>;
} {
  const { services, ...rest } = mapOr(readYaml(text));
  const counted = Object.entries(rest).filter(([name]) => !name.startsWith('x-') && name !== 'version');
  return { services: mapOr(services), rest: Object.fromEntries(counted) };
}

function mapOr(value: Json | undefined): Readonly<Record<string, Json>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, Json>) : {};
}

function readYaml(text: string): Json | undefined {
  try {
    return parse(text, { merge: true }) as Json;
  } catch {
    return undefined;
  }
}
