import type { ReplicationLogin, Role } from '../model/host';
import type { SourceStatement } from '../model/topology/statements';
import type { ComposeService, EnvironmentValue } from './compose-service';

/**
 * The source a container is told by its environment, where its image's start script makes a replica of it: the
 * official MariaDB image with `MARIADB_MASTER_HOST`, Bitnami's images with `*_REPLICATION_MODE=slave` and
 * `*_MASTER_HOST` (start scripts of mariadb 11.4 and of bitnami/mariadb and bitnami/mysql). The official MySQL image
 * knows no such variable.
 */
export function replicationSources(service: ComposeService): readonly SourceStatement[] {
  const isReplica = service.bootstrapImage === 'bitnami' ? modeOf(service) === 'slave' : takesMasterHost(service);
  const host = isReplica ? variable(service, 'MASTER_HOST') : undefined;
  if (!host?.value) return [];
  const portGiven = variable(service, 'MASTER_PORT_NUMBER') ?? variable(service, 'MASTER_PORT');
  const port = Number(portGiven?.value);
  return [
    {
      origin: 'environment',
      channel: '',
      address: host.traced.known ? host.value.toLowerCase() : undefined,
      port: port > 0 ? port : undefined,
      span: host.span,
      portSpan: portGiven?.span,
    },
  ];
}

/** The account that the start script of a source makes, and that of a replica logs in with. */
export function replicationLogin(service: ComposeService): ReplicationLogin | undefined {
  const takesPart = service.bootstrapImage === 'bitnami' ? modeOf(service) !== undefined : takesMasterHost(service);
  if (!takesPart) return undefined;
  const [user, password] = ['REPLICATION_USER', 'REPLICATION_PASSWORD'].map((name) => variable(service, name));
  return user || password ? { user, password } : undefined;
}

/** The role Bitnami's variable gives a container. */
export function replicationRoles(service: ComposeService): readonly Role[] {
  const mode = service.bootstrapImage === 'bitnami' ? modeOf(service) : undefined;
  if (mode === 'master') return ['source'];
  return mode === 'slave' ? ['replica'] : [];
}

function takesMasterHost(service: ComposeService): boolean {
  return service.bootstrapImage === 'official' && service.target.product === 'mariadb';
}

function modeOf(service: ComposeService): string | undefined {
  return variable(service, 'REPLICATION_MODE')?.value.toLowerCase();
}

function variable({ environment, target }: ComposeService, name: string): EnvironmentValue | undefined {
  if (!target.product) return undefined;
  return environment.get(`${target.product === 'mariadb' ? 'MARIADB' : 'MYSQL'}_${name}`);
}
