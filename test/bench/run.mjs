// `npm run bench`: what an edit costs the language server, from the change to all findings, in processor time, with the
// whole workspace compared; and what a check costs beside the daemon's own. Figures of one run on one machine compare
// with one another; the bare parse of the same file is printed beside them as the yardstick.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { LanguageClient } from './language-client.mjs';
import { writeRepository } from './repository.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const cli = path.join(root, 'dist', 'cli.js');
if (!existsSync(cli)) {
  console.error('npm run bench: dist/cli.js is missing; run npm run build first');
  process.exit(2);
}

const cases = [
  {
    name: 'my.cnf, 20 lines',
    file: 'shop/db1/etc/mysql/my.cnf',
    proxyLines: 60,
    line: 1,
    texts: ['server_id = 2', 'server_id = 1'],
    target: 1.5,
  },
  {
    name: 'my.cnf, 20 lines, beside 250 clusters',
    file: 'shop/db1/etc/mysql/my.cnf',
    proxyLines: 60,
    otherClusters: 249,
    line: 1,
    texts: ['server_id = 2', 'server_id = 1'],
    target: 1.5,
  },
  { name: 'haproxy.cfg, 5,000 lines', file: 'shop/lb1/etc/haproxy/haproxy.cfg', proxyLines: 5_000, target: 5 },
  {
    name: 'haproxy.cfg, 50,000 lines',
    file: 'shop/lb1/etc/haproxy/haproxy.cfg',
    proxyLines: 50_000,
    target: 20,
    warmUp: 200,
  },
];

console.log(
  'case'.padEnd(40),
  'CPU/edit'.padStart(10),
  'target'.padStart(8),
  'first 200'.padStart(10),
  'wall median'.padStart(12),
  'p95'.padStart(8),
  'peak MiB'.padStart(9),
);
for (const each of cases) await measure(each);
await import('./check-cost.ts');
await (await import('./status-cost.ts')).measureStatus();
await (await import('./deploy-cost.ts')).measureDeploy();
await import('./feature-cost.ts');
await import('./activation.mjs');

async function measure(each) {
  const folder = mkdtempSync(path.join(tmpdir(), 'quorate-bench-'));
  try {
    writeRepository(folder, each);
    const client = new LanguageClient([process.execPath, cli, 'lsp', '--stdio']);
    await client.start(folder);
    const file = path.join(folder, each.file);
    const uri = pathToFileURL(file).href;
    const text = readFileSync(file, 'utf8');
    const opened = client.published(uri, () => true);
    client.notify('textDocument/didOpen', { textDocument: { uri, languageId: 'plaintext', version: 1, text } });
    await opened;
    await new Promise((resolve) => setTimeout(resolve, 1500));
    const line = each.line ?? middleLine(text);
    const [bad, good] = each.texts ?? [text.split('\n')[line].replace('server', 'servre'), text.split('\n')[line]];
    const walls = [];
    // The first keystrokes also pay for the engine's compiler, which works on other threads; a session has thousands.
    const first = 200;
    const warmUp = each.warmUp ?? 1000;
    const rounds = 400;
    const opening = client.cpu;
    let firstCost = 0;
    let start = 0;
    for (let round = 0; round < warmUp + rounds; round++) {
      if (round === first) firstCost = (client.cpu - opening) / first;
      if (round === warmUp) start = client.cpu;
      const version = round + 2;
      const began = performance.now();
      const answered = client.published(uri, (message) => message.version === version);
      client.notify('textDocument/didChange', {
        textDocument: { uri, version },
        contentChanges: [
          { range: { start: { line, character: 0 }, end: { line, character: 1000 } }, text: round % 2 ? good : bad },
        ],
      });
      await answered;
      if (round >= warmUp) walls.push(performance.now() - began);
    }
    const cpu = (client.cpu - start) / rounds;
    walls.sort((a, b) => a - b);
    const row = [
      each.name.padEnd(40),
      `${cpu.toFixed(2)} ms`.padStart(10),
      `${each.target} ms`.padStart(8),
      `${firstCost.toFixed(2)} ms`.padStart(10),
      `${walls[rounds / 2].toFixed(2)} ms`.padStart(12),
      walls[Math.floor(rounds * 0.95)].toFixed(2).padStart(8),
      client.peakMemory.toFixed(0).padStart(9),
    ];
    console.log(...row, cpu <= each.target ? '' : ' over the target');
    await client.stop();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A server line near the middle of the file. */
function middleLine(text) {
  const lines = text.split('\n');
  const from = Math.floor(lines.length / 2);
  return lines.findIndex((line, index) => index >= from && line.trimStart().startsWith('server '));
}
