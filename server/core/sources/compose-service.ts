import type { Target } from '../catalog/options';
import type { Span } from '../syntax/tree';
import { type ImageFacts, readImage } from './container-image';
import type { TracedText } from './source-text';

/** A file or folder of the workspace that a container sees at a path of its own. */
export interface Mount {
  /** Path below the workspace root, with `/`; empty for the root itself. */
  readonly source: string;
  /** Absolute path in the container, without a slash at its end. */
  readonly target: string;
  readonly span: Span;
}

export interface EnvironmentValue {
  readonly value: string;
  readonly span: Span;
  readonly traced: TracedText;
}

export interface PortMapping {
  /** The port on the machine that runs the container; undefined when Docker chooses one. */
  readonly host: number | undefined;
  readonly container: number;
  readonly span: Span;
}

/** A service's place in one network. */
export interface NetworkPlace {
  readonly aliases: readonly string[];
  readonly ipv4: string | undefined;
  readonly ipv6: string | undefined;
}

/** What one compose file says of a service. Missing parts come from the file it overrides or extends. */
export interface ServiceParts {
  readonly image: TracedText | undefined;
  /** The image its Dockerfile begins with. */
  readonly builtFrom: string | undefined;
  readonly containerName: string | undefined;
  readonly hostname: string | undefined;
  readonly domainName: string | undefined;
  readonly networks: ReadonlyMap<string, NetworkPlace>;
  readonly mounts: readonly Mount[];
  readonly entrypoint: readonly TracedText[] | undefined;
  readonly command: readonly TracedText[] | undefined;
  readonly environment: ReadonlyMap<string, EnvironmentValue>;
  readonly ports: readonly PortMapping[];
}

/** A service of a compose file: one container, so one host. */
export class ComposeService {
  /** Service key, `container_name`, `hostname` and network aliases: the names its peers reach it by. */
  readonly names: readonly string[];
  /** Fixed addresses in its networks. */
  readonly addresses: readonly string[];
  /** With variables put in; of a service that is built the image it begins with, as far as that is known. */
  readonly image: string | undefined;
  /** Product and series of its database server, as far as a well-known image tells. */
  readonly target: Target;
  /** The HAProxy branch, such as `2.6`, when the image is HAProxy. */
  readonly haproxyRelease: string | undefined;
  /** Official images let options alone; Bitnami's make the base file of environment variables. */
  readonly bootstrapImage: ImageFacts['bootstrap'];
  readonly mounts: readonly Mount[];
  /** The words of `command:`, the daemon's own included. */
  readonly command: readonly TracedText[];
  /** The words of `entrypoint:`, empty when the image's own is used. */
  readonly entrypoint: readonly TracedText[];
  /** Values the files give; a variable that only the user's shell may set is left out. */
  readonly environment: ReadonlyMap<string, EnvironmentValue>;
  readonly ports: readonly PortMapping[];

  /** @param span the service's key */
  constructor(
    readonly name: string,
    readonly span: Span,
    private readonly parts: ServiceParts,
  ) {
    const { image, builtFrom, containerName, hostname, domainName, networks } = parts;
    const places = [...networks.values()];
    const qualified = hostname !== undefined && domainName !== undefined ? `${hostname}.${domainName}` : undefined;
    const names = [name, containerName, hostname, qualified, ...places.flatMap((place) => place.aliases)];
    this.names = [...new Set(names.filter(isGiven))];
    this.addresses = places.flatMap((place) => [place.ipv4, place.ipv6]).filter(isGiven);
    // A name beside `build:` is what the outcome will be called.
    this.image = builtFrom ?? image?.text;
    const facts = readImage(builtFrom ?? withoutReferences(image));
    this.target = facts.target;
    this.haproxyRelease = facts.haproxyRelease;
    this.bootstrapImage = facts.bootstrap;
    this.mounts = parts.mounts;
    this.command = parts.command ?? [];
    this.entrypoint = parts.entrypoint ?? [];
    this.environment = parts.environment;
    this.ports = parts.ports;
  }

  /** Where the image is named. */
  get imageSpan(): Span | undefined {
    return this.parts.image?.span;
  }

  /**
   * This service with what `base` adds to it, for override files and `extends`: single values replace, commands
   * too; maps and lists are joined, mounts by their target (Compose specification, "Merge").
   *
   * @param span the key that stands for both
   */
  over(base: ComposeService, span: Span): ComposeService {
    const own = this.parts;
    const other = base.parts;
    const targets = new Set(own.mounts.map((mount) => mount.target));
    const ports = new Set(own.ports.map(portKey));
    return new ComposeService(this.name, span, {
      image: own.image ?? other.image,
      builtFrom: own.builtFrom ?? (own.image ? undefined : other.builtFrom),
      containerName: own.containerName ?? other.containerName,
      hostname: own.hostname ?? other.hostname,
      domainName: own.domainName ?? other.domainName,
      networks: mergeNetworks(own.networks, other.networks),
      mounts: [...other.mounts.filter((mount) => !targets.has(mount.target)), ...own.mounts],
      entrypoint: own.entrypoint ?? other.entrypoint,
      command: own.command ?? other.command,
      environment: new Map([...other.environment, ...own.environment]),
      ports: [...other.ports.filter((port) => !ports.has(portKey(port))), ...own.ports],
    });
  }
}

function mergeNetworks(
  own: ReadonlyMap<string, NetworkPlace>,
  other: ReadonlyMap<string, NetworkPlace>,
): Map<string, NetworkPlace> {
  const merged = new Map(other);
  for (const [network, place] of own) {
    const base = merged.get(network);
    merged.set(network, {
      aliases: [...(base?.aliases ?? []), ...place.aliases],
      ipv4: place.ipv4 ?? base?.ipv4,
      ipv6: place.ipv6 ?? base?.ipv6,
    });
  }
  return merged;
}

function portKey(port: PortMapping): string {
  return `${port.host}:${port.container}`;
}

/** The image's name with unknown variables as empty texts: `mariadb:${TAG}` is still MariaDB. */
function withoutReferences(image: TracedText | undefined): string {
  if (!image) return '';
  return image.known ? image.text : image.text.replace(/\$(\w+|\{[^}]*\})/g, '');
}

function isGiven(text: string | undefined): text is string {
  return text !== undefined && text !== '';
}
