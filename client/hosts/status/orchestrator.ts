import { get } from 'node:http';
import type { Orchestrator, Row } from '../../../server/core/ops/status/observation';

/** Asks Orchestrator's API (docs/using-the-web-api.md of openark/orchestrator 3.2). @param url without a path */
export async function collectOrchestrator(url: string, signal: AbortSignal): Promise<Orchestrator> {
  const [analysis, problems, blocked, leader] = await Promise.all([
    json(`${url}/api/replication-analysis`, signal),
    json(`${url}/api/problems`, signal),
    json(`${url}/api/blocked-recoveries`, signal),
    // 200 on the leader, 404 elsewhere, by design.
    json(`${url}/api/leader-check`, signal).then(
      () => true,
      () => false,
    ),
  ]);
  return {
    analysis: rowsOf(analysis),
    problems: rowsOf(problems),
    blockedRecoveries: rowsOf(blocked),
    isLeader: leader,
  };
}

function json(url: string, signal: AbortSignal): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const request = get(url, { signal }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.once('error', reject);
      response.once('end', () => {
        if (response.statusCode !== 200) return reject(new Error(`${url} answers with HTTP ${response.statusCode}`));
        try {
          resolve(JSON.parse(text));
        } catch (error) {
          reject(new Error(`${url} answers with something else than JSON`, { cause: error }));
        }
      });
    });
    request.once('error', reject);
  });
}

/** Answers are a list, or an object whose Details are one. Keys of instances are objects of host and port. */
function rowsOf(answer: unknown): Row[] {
  const list = Array.isArray(answer) ? answer : (answer as { Details?: unknown } | null)?.Details;
  if (!Array.isArray(list)) return [];
  return list.map((entry) =>
    Object.fromEntries(
      Object.entries(entry as Record<string, unknown>).flatMap(([name, value]) => {
        const key = value as { Hostname?: unknown; Port?: unknown } | null;
        if (typeof key?.Hostname === 'string') return [[name, `${key.Hostname}:${String(key.Port)}`]];
        return ['string', 'number', 'boolean'].includes(typeof value) ? [[name, String(value)]] : [];
      }),
    ),
  );
}
