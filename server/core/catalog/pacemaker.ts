import { closest } from '../text/closest';

interface FactData {
  readonly name: string;
  readonly type?: string;
  /** Words it takes, separated by blanks. */
  readonly values?: string;
  readonly default?: string;
  readonly required?: boolean;
  readonly since?: string;
  readonly note?: string;
}

/** What data/pacemaker.json holds: what the cluster and its commonest agents take. */
export interface PacemakerData {
  readonly source: string;
  /** Agents of the provider heartbeat, separated by blanks. */
  readonly heartbeat: string;
  readonly properties: readonly FactData[];
  readonly agents: readonly { readonly agent: string; readonly parameters: readonly FactData[] }[];
  readonly meta: readonly FactData[];
}

/** A property of the cluster, a parameter of an agent or a meta attribute of a resource. */
export interface PacemakerFact {
  readonly name: string;
  /** `boolean`, `integer`, `time`, `percentage`, `string`, or `enum` where there are `values`. */
  readonly type: string;
  readonly values: readonly string[];
  readonly default: string | undefined;
  readonly required: boolean;
  readonly note: string | undefined;
}

/** What Pacemaker takes. */
export class PacemakerCatalog {
  private constructor(
    readonly properties: readonly PacemakerFact[],
    readonly meta: readonly PacemakerFact[],
    private readonly byAgent: ReadonlyMap<string, readonly PacemakerFact[]>,
    /** Types of agents of the provider heartbeat. */
    readonly heartbeat: ReadonlySet<string>,
  ) {}

  static from(data: PacemakerData): PacemakerCatalog {
    return new PacemakerCatalog(
      data.properties.map(factOf),
      data.meta.map(factOf),
      new Map(data.agents.map(({ agent, parameters }) => [agent, parameters.map(factOf)])),
      new Set(data.heartbeat.split(' ')),
    );
  }

  property(name: string): PacemakerFact | undefined {
    return this.properties.find((each) => each.name === name);
  }

  /** Properties that a misspelt name may mean, best first. */
  suggestProperty(name: string): string[] {
    const names = this.properties.map((each) => each.name);
    return closest(name, names);
  }

  /** The agents whose parameters are known, as the crm shell writes them. */
  get agents(): readonly string[] {
    return [...this.byAgent.keys()];
  }

  /** The parameters of an agent; undefined for one that is not known. */
  parameters(agent: string): readonly PacemakerFact[] | undefined {
    return this.byAgent.get(agent);
  }
}

/**
 * The manual of a property, of meta attributes or of an agent.
 *
 * @param topic `property`, `meta`, or an agent as the crm shell writes it
 * @returns undefined for agents that come with no manual of their own, such as units of systemd
 */
export function pacemakerManual(topic: string): string | undefined {
  const explained = 'https://clusterlabs.org/projects/pacemaker/doc/3.0/Pacemaker_Explained/html';
  if (topic === 'property') return `${explained}/cluster-options.html`;
  if (topic === 'meta') return `${explained}/resources.html`;
  const [, provider, type, device] = /^(?:ocf:(heartbeat|pacemaker):([\w-]+)|stonith:(fence_\w+))$/.exec(topic) ?? [];
  const pages = 'https://manpages.debian.org/bookworm';
  if (device !== undefined) return `${pages}/fence-agents/${device}.8.en.html`;
  const owner = provider === 'pacemaker' ? 'pacemaker-resource-agents' : 'resource-agents';
  return provider === undefined ? undefined : `${pages}/${owner}/ocf_${provider}_${type}.7.en.html`;
}

function factOf({ name, type, values, default: standard, required, note }: FactData): PacemakerFact {
  const words = values?.split(' ') ?? (type === 'boolean' ? ['true', 'false'] : []);
  return {
    name,
    type: values === undefined ? (type ?? 'string') : 'enum',
    values: words,
    default: standard,
    required: required === true,
    note,
  };
}
