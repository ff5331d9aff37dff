import { readFile } from 'node:fs/promises';
import type { Duplex } from 'node:stream';
import { type Connection, type ConnectionOptions, createConnection } from 'mysql2';
import type { Row } from '../../../server/core/ops/status/observation';
import type { Account } from './account';

/** A logged-in connection to one database server. */
export class MysqlSession {
  private constructor(private readonly connection: Connection) {}

  /**
   * Logs in over a stream that leads to the server.
   *
   * @param open makes a new stream; asked twice when the server turns out to speak no TLS and none is demanded
   * @param host the name to verify the certificate against
   * @param onOpen is told of the connection at once, so that it can be destroyed when the time is over
   */
  static async open(
    open: () => Promise<Duplex>,
    account: Account,
    host: string,
    onOpen: (connection: { destroy(): void }) => void,
  ): Promise<MysqlSession> {
    const attempt = async (ssl: ConnectionOptions['ssl']): Promise<MysqlSession> => {
      const stream = await open();
      const connection = createConnection({
        stream,
        user: account.user,
        password: account.password?.reveal() ?? '',
        ...(ssl !== undefined && { ssl }),
        // Every value as the server's own text: numbers of 64 bits and dates stay what they are.
        typeCast: (field) => field.string(),
        charset: 'UTF8MB4_GENERAL_CI',
      });
      onOpen(connection);
      // An error between two statements would end the process without a listener.
      connection.on('error', () => undefined);
      stream.on('error', () => undefined);
      return new Promise((resolve, reject) => {
        connection.connect((error) => {
          if (error === null) return resolve(new MysqlSession(connection));
          connection.destroy();
          reject(error);
        });
      });
    };
    const ssl = await tlsOptions(account, host);
    try {
      return await attempt(ssl);
    } catch (error) {
      if (account.tls !== 'PREFERRED' || (error as { code?: string }).code !== 'HANDSHAKE_NO_SSL_SUPPORT') throw error;
      return attempt(undefined);
    }
  }

  /** Runs one statement; its rows by column name. */
  rows(statement: string): Promise<Row[]> {
    return new Promise((resolve, reject) => {
      this.connection.query(statement, (error, rows) => {
        if (error) reject(error);
        else resolve(Array.isArray(rows) ? (rows as Row[]) : []);
      });
    });
  }

  close(): void {
    this.connection.end(() => undefined);
  }
}

async function tlsOptions({ tls, ca, certificate, key }: Account, host: string): Promise<ConnectionOptions['ssl']> {
  if (tls === 'DISABLED') return undefined;
  const read = (path: string | undefined) => (path === undefined ? undefined : readFile(path, 'utf8'));
  const [caText, certificateText, keyText] = await Promise.all([read(ca), read(certificate), read(key)]);
  const isVerified = tls === 'VERIFY_CA' || tls === 'VERIFY_IDENTITY';
  return {
    rejectUnauthorized: isVerified,
    verifyIdentity: tls === 'VERIFY_IDENTITY',
    ...(tls === 'VERIFY_IDENTITY' && { servername: host }),
    ...(caText !== undefined && { ca: caText }),
    ...(certificateText !== undefined && { cert: certificateText }),
    ...(keyText !== undefined && { key: keyText }),
  };
}
