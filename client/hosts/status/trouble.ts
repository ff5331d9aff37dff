import { HostError, type HostTrouble } from '../ssh/host-error';
import { NotRunning } from './shell';
import type { Trouble } from '../../../server/core/ops/status/observation';

/** The end of a time limit. */
export class TimeLimit extends Error {
  constructor(readonly milliseconds: number) {
    super(`no answer within ${milliseconds} ms`);
  }
}

const kinds: readonly (readonly [RegExp, Trouble['kind']])[] = [
  [/^(ECONNREFUSED|ENOENT)$/, 'refused'],
  [/^(ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|PROTOCOL_SEQUENCE_TIMEOUT)$/, 'timeout'],
  [/^(ENOTFOUND|EAI_AGAIN|EAI_NODATA)$/, 'unresolved'],
  [/^(HANDSHAKE_SSL_ERROR|HANDSHAKE_NO_SSL_SUPPORT|ERR_TLS_|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_)/, 'insecure'],
];

const kindOf = (code: string | undefined): Trouble['kind'] | undefined =>
  kinds.find(([pattern]) => pattern.test(String(code)))?.[1];

/** Numbers of the servers' error reference. */
const numbers: Readonly<Record<number, Trouble['kind']>> = {
  1040: 'overloaded',
  1203: 'overloaded',
  1044: 'denied',
  1045: 'denied',
  1130: 'denied',
  1142: 'denied',
  1227: 'denied',
  1251: 'denied',
  1698: 'denied',
  3118: 'denied',
  3159: 'insecure',
  1129: 'blocked',
  3032: 'offline',
  6400: 'offline',
};

/** What the trouble of an SSH session means here. */
const sessionKinds: Readonly<Record<HostTrouble, Trouble['kind']>> = {
  unreachable: 'timeout',
  'host-key': 'insecure',
  authentication: 'denied',
  lost: 'failed',
  timeout: 'timeout',
  refused: 'refused',
  cancelled: 'failed',
};

/** What an error of a connection or a statement means for whoever waits for the answer. */
export function troubleOf(error: unknown, asked: string): Trouble {
  if (error instanceof TimeLimit) return { kind: 'timeout', code: 'ETIMEDOUT', message: error.message, asked };
  if (error instanceof NotRunning) return { kind: 'missing', code: undefined, message: error.message, asked };
  if (error instanceof HostError) {
    const { code } = (error.cause ?? {}) as NodeJS.ErrnoException;
    const isUnresolved = kindOf(code) === 'unresolved';
    return { kind: isUnresolved ? 'unresolved' : sessionKinds[error.trouble], code, message: error.message, asked };
  }
  const { code, errno, message } = error as NodeJS.ErrnoException;
  const byNumber = typeof errno === 'number' ? numbers[errno] : undefined;
  return {
    kind: byNumber ?? kindOf(code) ?? 'failed',
    code: typeof errno === 'number' && errno > 0 ? String(errno) : code,
    message: message === '' ? String(code) : message,
    asked,
  };
}
