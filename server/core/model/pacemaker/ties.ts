import { isAddressAgent, runsDatabase } from './agent';
import type { Constraint, PacemakerText, Resource } from './pacemaker';

/** An address and a database of one file, each with what is started for it: its group or clone, or itself. */
export interface Tie {
  readonly address: Resource;
  readonly database: Resource;
  /** The outermost resources that hold them. */
  readonly addressTop: Resource;
  readonly databaseTop: Resource;
}

/** How the addresses of a file stand to its databases. */
export interface Ties {
  readonly all: readonly Tie[];
  /** Those that colocation, or one group, keeps together. */
  readonly together: readonly Tie[];
}

/** Every address of a file with every database of it. Templates and members are resolved as far as the file has them. */
export function tiesIn(text: PacemakerText): Ties {
  const { resources, constraints } = text;
  const byId = new Map(resources.map((resource) => [resource.id.name, resource]));
  const outer = new Map<string, Resource>();
  for (const resource of resources) for (const member of resource.members) outer.set(member.name, resource);
  const topOf = (resource: Resource): Resource => {
    let top = resource;
    for (let depth = 0; depth < 5; depth++) {
      const next = outer.get(top.id.name);
      if (!next) break;
      top = next;
    }
    return top;
  };
  const resolved = resources
    .filter(({ kind }) => kind === 'primitive')
    .map((resource): Resource => {
      const agent = resource.agent ?? byId.get(resource.template?.name ?? '')?.agent;
      return agent === resource.agent ? resource : { ...resource, agent };
    });
  const addresses = resolved.filter(isAddressAgent);
  const databases = resolved.filter(runsDatabase);
  const all = addresses.flatMap((address) =>
    databases.map((database) => ({ address, database, addressTop: topOf(address), databaseTop: topOf(database) })),
  );
  const sets = colocated(constraints, outer);
  return {
    all,
    together: all.filter(({ address, database }) => sets.rootOf(address.id.name) === sets.rootOf(database.id.name)),
  };
}

/** Names of resources that groups and colocations hold together, whatever holds the others. */
function colocated(
  constraints: readonly Constraint[],
  outer: ReadonlyMap<string, Resource>,
): { rootOf(name: string): string } {
  const parent = new Map<string, string>();
  const rootOf = (name: string): string => {
    let root = name;
    for (let next = parent.get(root); next !== undefined; next = parent.get(root)) root = next;
    return root;
  };
  const join = (one: string, other: string): void => {
    const [first, second] = [rootOf(one), rootOf(other)];
    if (first !== second) parent.set(second, first);
  };
  for (const [name, resource] of outer) join(resource.id.name, name);
  for (const { kind, resources, score } of constraints) {
    const [first] = resources;
    if (kind !== 'colocation' || score?.startsWith('-') || !first) continue;
    for (const other of resources) join(first.name, other.name);
  }
  return { rootOf };
}
