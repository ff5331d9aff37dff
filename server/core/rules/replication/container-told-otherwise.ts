import type { Host } from '../../model/host';
import { listening } from '../../model/listening';
import { isAddress } from '../../model/addresses';
import type { Cluster } from '../../model/cluster';
import { namesNear } from '../../model/near-names';
import type { SourceStatement } from '../../model/topology/statements';
import { type Fix, type Report, replace } from '../finding';
import { clusterRule } from '../rule';

export default clusterRule({
  severity: 'warning',
  summary: "a replica's container is told another name, port or account than its source has",
  *check(cluster) {
    for (const replica of cluster.databases) {
      for (const told of replica.replicatesFrom) {
        if (told.origin !== 'environment' || told.address === undefined) continue;
        const source = cluster.hostAt(told.address);
        if (!source) yield* misnamed(cluster, replica, told);
        else if (source !== replica) {
          yield* elsewhere(source, told);
          yield* strangers(source, replica);
        }
      }
    }
  },
});

function* misnamed(cluster: Cluster, replica: Host, { address = '', span }: SourceStatement): Generator<Report> {
  if (!span || isAddress(address)) return;
  const near = namesNear(cluster, address).filter((name) => cluster.hostAt(name) !== replica);
  const [first] = near;
  if (first === undefined) return;
  yield {
    span,
    message: `No service is called ${address}; did you mean ${first}? Otherwise ${replica.name} never reaches its source (error 2005)`,
    fixes: () =>
      near.slice(0, 3).map((name): Fix => ({ title: `Write ${name}`, safe: false, edits: [replace(span, name)] })),
  };
}

/** Between containers it is the port inside that counts, not the one that is published. */
function* elsewhere(source: Host, { port, portSpan }: SourceStatement): Generator<Report> {
  const where = listening(source);
  if (port === undefined || !portSpan || !where || where.ports.includes(port)) return;
  const wanted = String(where.ports[0]);
  const { portSetting } = where;
  yield {
    span: portSpan,
    message: `${source.name} listens on port ${wanted}, not on ${port}; between containers the port inside counts, not the published one: the IO thread says Connecting for ever (error 2003)`,
    ...(portSetting && {
      related: [{ span: portSetting.valueSpan ?? portSetting.nameSpan, message: `the port of ${source.name}` }],
    }),
    fixes: () => [{ title: `Write ${wanted}`, safe: false, edits: [replace(portSpan, wanted)] }],
  };
}

/** The source makes the account when its data directory is new, and the replica logs in with what it is told. */
function* strangers({ name, replicationLogin: made }: Host, { replicationLogin: used }: Host): Generator<Report> {
  for (const what of ['user', 'password'] as const) {
    const [right, wrong] = [made?.[what], used?.[what]];
    if (!right || !wrong || right.value === wrong.value) continue;
    yield {
      span: wrong.span,
      message: `${name} makes its account for replication with another ${what === 'user' ? 'name' : 'password'}: the login is refused, and the IO thread says Connecting for ever (error 1045)`,
      related: [{ span: right.span, message: 'what the account is made with' }],
    };
  }
}
