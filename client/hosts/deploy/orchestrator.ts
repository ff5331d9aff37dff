import { get } from 'node:http';

/** Orchestrator's API as far as a deploy needs it (docs/using-the-web-api.md of openark/orchestrator 3.2). */
export class Orchestrator {
  /** @param url without a path, such as `http://10.0.0.9:3000` */
  constructor(private readonly url: string) {}

  /**
   * `host:port` of every server it knows.
   * @throws when it cannot be asked
   */
  async servers(): Promise<string[]> {
    const answer = await this.ask(['all-instances']);
    if (!Array.isArray(answer)) throw new Error(`${this.url} does not list its servers`);
    return answer.flatMap((instance: { readonly Key?: { readonly Hostname?: unknown; readonly Port?: unknown } }) => {
      const { Hostname: host, Port: port } = instance.Key ?? {};
      return typeof host === 'string' ? [`${host}:${String(port)}`] : [];
    });
  }

  /**
   * Nothing is recovered on a server for so long; Orchestrator itself ends it then.
   * @throws when it does not do it
   */
  async beginDowntime(server: string, owner: string, reason: string, seconds: number): Promise<void> {
    await this.ask(['begin-downtime', ...split(server), owner, reason, `${seconds}s`]);
  }

  /** @throws when it does not do it */
  async endDowntime(server: string): Promise<void> {
    await this.ask(['end-downtime', ...split(server)]);
  }

  private ask(words: readonly string[]): Promise<unknown> {
    const url = `${this.url.replace(/\/$/, '')}/api/${words.map(encodeURIComponent).join('/')}`;
    return new Promise((resolve, reject) => {
      const request = get(url, { timeout: 10_000 }, (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => (text += chunk));
        response.once('error', reject);
        response.once('end', () => {
          const answer = readJson(text);
          const { Code: code, Message: said } = (answer ?? {}) as { readonly Code?: string; readonly Message?: string };
          if (response.statusCode === 200 && code !== 'ERROR' && answer !== undefined) resolve(answer);
          else reject(new Error(`Orchestrator refuses ${words[0]}: ${said ?? `HTTP ${response.statusCode}`} (${url})`));
        });
      });
      request.once('timeout', () => request.destroy(new Error(`${url} does not answer`)));
      request.once('error', reject);
    });
  }
}

function split(server: string): [string, string] {
  const at = server.lastIndexOf(':');
  return [server.slice(0, at), server.slice(at + 1)];
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
