import { get } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Haproxy, Row } from '../../../server/core/ops/status/observation';

/** Asks the runtime socket, one command a connection (management.txt, 9.3). */
export async function collectFromSocket(open: () => Promise<Duplex>): Promise<Haproxy> {
  const [rows, info] = await Promise.all(['show stat', 'show info'].map(async (command) => ask(await open(), command)));
  return { rows: readCsv(rows ?? ''), info: readInfo(info ?? '') };
}

function ask(stream: Duplex, command: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    stream.setEncoding('utf8');
    stream.on('data', (chunk: string) => (answer += chunk));
    stream.once('error', reject);
    stream.once('end', () => resolve(answer));
    stream.end(`${command}\n`);
  });
}

/** Asks a statistics page for its CSV. @param url of the page itself */
export function collectFromPage(url: string, signal: AbortSignal): Promise<Haproxy> {
  return new Promise((resolve, reject) => {
    const request = get(`${url};csv`, { signal }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.once('error', reject);
      response.once('end', () => {
        if (response.statusCode === 200) resolve({ rows: readCsv(text), info: {} });
        else reject(new Error(`${url} answers with HTTP ${response.statusCode}`));
      });
    });
    request.once('error', reject);
  });
}

/** Rows by the names of the header, because every release has other columns; values may be quoted. */
export function readCsv(text: string): Row[] {
  const [header = '', ...lines] = text.split('\n').filter((line) => line.trim() !== '');
  const names = cells(header.replace(/^# /, ''));
  return lines.map((line) => {
    const values = cells(line);
    return Object.fromEntries(names.flatMap((name, index) => (name === '' ? [] : [[name, values[index] ?? '']])));
  });
}

function cells(line: string): string[] {
  const found: string[] = [];
  for (const [, quoted, plain] of line.matchAll(/(?:"((?:[^"]|"")*)"|([^,]*))(?:,|$)/g))
    found.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'));
  // The pattern matches once more, emptily, at the end of the line.
  return found.slice(0, -1);
}

function readInfo(text: string): Record<string, string> {
  return Object.fromEntries(
    text.split('\n').flatMap((line) => {
      const match = /^([^:]+):\s*(.*)$/.exec(line);
      return match ? [[match[1], match[2]]] : [];
    }),
  ) as Record<string, string>;
}
