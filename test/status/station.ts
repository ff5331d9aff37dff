// A process in the network of a lab that looks at clusters when it is told to. It ends with the one that started it.
import { Watch, type ClusterStatus } from '../../client/hosts/status/refresh';
import { Secret } from '../../client/hosts/mysql/secret';
import { Sessions } from '../../client/hosts/ssh/sessions';
import type { SshSettings } from '../../client/hosts/ssh/ssh-config';
import type { ClusterTarget } from '../../server/core/ops/status/target';

export interface LookRequest {
  readonly id: number;
  readonly target: ClusterTarget;
  readonly user: string;
  readonly password: string;
  readonly limit: number;
  /** Absent in a lab without sshd. */
  readonly ssh: SshSettings | undefined;
}

/** Asks for the heap in use after everything unused was thrown away. */
export interface MemoryRequest {
  readonly id: number;
  readonly memory: true;
}

export type LookAnswer =
  | { readonly id: number; readonly memory: number }
  | { readonly id: number; readonly status: ClusterStatus }
  | { readonly id: number; readonly error: string };

/** One set of sessions, as the product keeps them from look to look. */
let sessions: Sessions | undefined;
// Nobody sits at this desk to be asked; the keys of the lab's hosts are as new as the lab.
const people = { secret: () => Promise.resolve(undefined), trustHostKey: () => Promise.resolve(true) };

/** One watch a target, so that what was seen before counts. */
const watches = new Map<string, Watch>();

process.on('message', (request: LookRequest | MemoryRequest) => {
  if ('memory' in request) {
    globalThis.gc?.();
    process.send?.({ id: request.id, memory: process.memoryUsage().heapUsed / 2 ** 20 } satisfies LookAnswer);
    return;
  }
  const key = JSON.stringify(request.target);
  const { user, password, limit, ssh } = request;
  if (ssh) sessions ??= new Sessions(people, ssh);
  const account = {
    user,
    password: new Secret(password),
    tls: 'PREFERRED',
    ca: undefined,
    certificate: undefined,
    key: undefined,
  } as const;
  const open = sessions;
  const watch =
    watches.get(key) ??
    new Watch(request.target, {
      account: () => Promise.resolve(account),
      ssh: open && ((access) => open.to(access)),
      limit,
    });
  watches.set(key, watch);
  watch.refresh().then(
    (status) => process.send?.({ id: request.id, status } satisfies LookAnswer),
    (error: unknown) => process.send?.({ id: request.id, error: String((error as Error).stack) } satisfies LookAnswer),
  );
});
process.on('disconnect', () => process.exit());
process.send?.('ready');
