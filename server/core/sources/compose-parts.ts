import { readBuild } from './compose-build';
import { type Lookup, substitute } from './compose-variables';
import type { EnvironmentValue, Mount, NetworkPlace, PortMapping, ServiceParts } from './compose-service';
import { shellWords } from './shell-words';
import type { TracedText } from './source-text';
import { resolvePath } from './workspace-path';
import type { YamlValue } from './yaml-values';

/** What a service needs to know of the file it stands in. */
export interface ServiceSurroundings {
  /** The folder its relative paths start from. */
  readonly folder: string;
  readonly lookup: Lookup;
  /** Top-level `configs:` that come from a file, by name, with the path as written. */
  readonly configs: ReadonlyMap<string, TracedText>;
  /** The variables of an `env_file:`, empty while it is not there. */
  readonly environmentFile: (path: string) => ReadonlyMap<string, TracedText>;
  /** The text of another file of the workspace, undefined while it is not there. */
  readonly text: (path: string) => string | undefined;
}

/** Reads a service's mapping; what is missing or malformed is left out. */
export function readService(service: YamlValue, around: ServiceSurroundings): ServiceParts {
  const text = (value: YamlValue | undefined): TracedText | undefined => readText(value, around.lookup);
  const known = (key: string): string | undefined => knownText(service.get(key), around.lookup)?.text;
  const mounts = [...readVolumes(service.get('volumes'), around), ...readConfigs(service.get('configs'), around)];
  const hidden = new Set(mounts.map(({ target }) => target));
  const built = readBuild(service.get('build'), around);
  return {
    image: text(service.get('image')),
    builtFrom: built?.from,
    containerName: known('container_name'),
    hostname: known('hostname'),
    domainName: known('domainname'),
    networks: readNetworks(service.get('networks'), around.lookup),
    mounts: [...(built?.copies ?? []).filter(({ target }) => !hidden.has(target)), ...mounts],
    entrypoint: readWords(service.get('entrypoint'), around.lookup),
    command: readWords(service.get('command'), around.lookup),
    environment: readEnvironment(service, around),
    ports: (service.get('ports')?.items() ?? []).flatMap((port) => readPort(port, around.lookup) ?? []),
  };
}

/** A scalar with its variables put in. */
export function readText(value: YamlValue | undefined, lookup: Lookup): TracedText | undefined {
  const text = value?.text();
  return text && substitute(text, lookup);
}

/** A scalar all of whose variables have a value in the files. */
export function knownText(value: YamlValue | undefined, lookup: Lookup): TracedText | undefined {
  const text = readText(value, lookup);
  return text?.known ? text : undefined;
}

function readWords(value: YamlValue | undefined, lookup: Lookup): readonly TracedText[] | undefined {
  if (!value || value.isNull) return undefined;
  if (value.isList) return value.items().flatMap((item) => readText(item, lookup) ?? []);
  const text = readText(value, lookup);
  return text && shellWords(text);
}

function readNetworks(value: YamlValue | undefined, lookup: Lookup): Map<string, NetworkPlace> {
  const places = new Map<string, NetworkPlace>();
  for (const item of value?.items() ?? []) {
    const name = item.text()?.text;
    if (name !== undefined) places.set(name, { aliases: [], ipv4: undefined, ipv6: undefined });
  }
  for (const { key, value: place } of value?.entries() ?? []) {
    const aliases = (place.get('aliases')?.items() ?? []).flatMap((item) => knownText(item, lookup)?.text ?? []);
    const address = (version: string): string | undefined => knownText(place.get(version), lookup)?.text;
    places.set(key, { aliases, ipv4: address('ipv4_address'), ipv6: address('ipv6_address') });
  }
  return places;
}

/** Bind mounts whose source lies in the workspace; named volumes and places of the machine are not ours. */
function readVolumes(value: YamlValue | undefined, around: ServiceSurroundings): Mount[] {
  return (value?.items() ?? []).flatMap((item) => {
    if (item.isMap) {
      const type = item.get('type')?.text()?.text ?? 'bind';
      return type === 'bind' ? mount(around, knownText(item.get('source'), around.lookup), item.get('target')) : [];
    }
    const text = knownText(item, around.lookup);
    const [source = '', target] = text?.text.split(':') ?? [];
    // Compose takes a source for a path by its first character only; anything else names a volume.
    if (!text || target === undefined || !/^[./]/.test(source)) return [];
    return mountAt(around, source, target, text);
  });
}

function readConfigs(value: YamlValue | undefined, around: ServiceSurroundings): Mount[] {
  return (value?.items() ?? []).flatMap((item) => {
    const name = item.isMap ? item.get('source') : item;
    const file = around.configs.get(name?.text()?.text ?? '');
    const at = name && knownText(name, around.lookup);
    if (!file || !at) return [];
    const target = knownText(item.get('target'), around.lookup)?.text ?? at.text;
    return mountAt(around, file.text, target.startsWith('/') ? target : '/' + target, at);
  });
}

function mount(around: ServiceSurroundings, source: TracedText | undefined, target: YamlValue | undefined): Mount[] {
  const inside = knownText(target, around.lookup);
  return source && inside ? mountAt(around, source.text, inside.text, source) : [];
}

function mountAt(around: ServiceSurroundings, source: string, target: string, at: TracedText): Mount[] {
  const path = resolvePath(around.folder, source);
  const inside = target.startsWith('/') ? resolvePath('', target.replace(/^\/+/, '')) : undefined;
  return path === undefined || inside === undefined ? [] : [{ source: path, target: '/' + inside, span: at.span }];
}

/**
 * `environment:` beats `env_file:`, and a later file beats an earlier one. A name without a value is taken from the
 * user's shell, so nothing is known of it.
 */
function readEnvironment(service: YamlValue, around: ServiceSurroundings): Map<string, EnvironmentValue> {
  const environment = new Map<string, EnvironmentValue>();
  const set = (key: string, text: TracedText | undefined): void => {
    if (text?.known) environment.set(key, { value: text.text, span: text.span, traced: text });
  };
  for (const path of environmentFiles(service.get('env_file'), around)) {
    for (const [key, text] of around.environmentFile(path)) set(key, text);
  }
  const own = service.get('environment');
  for (const { key, value } of own?.entries() ?? []) {
    environment.delete(key);
    set(key, readText(value, around.lookup));
  }
  for (const item of own?.items() ?? []) {
    const text = readText(item, around.lookup);
    if (!text) continue;
    const [key = ''] = text.text.split('=', 1);
    environment.delete(key);
    if (key.length < text.text.length) set(key, text.slice(key.length + 1));
  }
  return environment;
}

function environmentFiles(value: YamlValue | undefined, around: ServiceSurroundings): string[] {
  const files = value?.isList ? value.items() : value ? [value] : [];
  return files.flatMap((file) => {
    const path = knownText(file.isMap ? file.get('path') : file, around.lookup);
    return (path && resolvePath(around.folder, path.text)) ?? [];
  });
}

/** `3307:3306`, `127.0.0.1:3307:3306/tcp`, `3306`, or the long form. Ranges are left out. */
function readPort(value: YamlValue, lookup: Lookup): PortMapping | undefined {
  if (value.isMap) {
    const target = knownText(value.get('target'), lookup);
    const published = portNumber(knownText(value.get('published'), lookup)?.text);
    const container = portNumber(target?.text);
    return target && container !== undefined ? { host: published, container, span: target.span } : undefined;
  }
  const text = knownText(value, lookup);
  const match = /^(?:(?:.*:)?(\d*):)?(\d+)(?:\/\w+)?$/.exec(text?.text ?? '');
  const container = portNumber(match?.[2]);
  return text && container !== undefined ? { host: portNumber(match?.[1]), container, span: text.span } : undefined;
}

function portNumber(text: string | undefined): number | undefined {
  const number = text !== undefined && /^\d+$/.test(text) ? Number(text) : 0;
  return number > 0 && number < 65536 ? number : undefined;
}
