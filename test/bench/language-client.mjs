// A language client just large enough to drive the server the way an editor does, and to read its processor time.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const require = createRequire(import.meta.url);
const {
  createMessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} = require('vscode-languageserver-protocol/node');

export class LanguageClient {
  #published = new Map();
  #waiting = [];

  constructor(command) {
    this.process = spawn(command[0], command.slice(1), { stdio: ['pipe', 'pipe', 'inherit'] });
    this.connection = createMessageConnection(
      new StreamMessageReader(this.process.stdout),
      new StreamMessageWriter(this.process.stdin),
    );
    this.connection.onNotification('textDocument/publishDiagnostics', (message) => {
      this.#published.set(message.uri, message);
      this.#waiting = this.#waiting.filter((isDone) => !isDone(message));
    });
    this.connection.onRequest('client/registerCapability', () => null);
    this.connection.onRequest('workspace/codeLens/refresh', () => null);
    this.connection.listen();
  }

  async start(root) {
    const uri = pathToFileURL(root).href;
    await this.connection.sendRequest('initialize', {
      processId: process.pid,
      rootUri: uri,
      workspaceFolders: [{ uri, name: 'bench' }],
      capabilities: { textDocument: { publishDiagnostics: { versionSupport: true, relatedInformation: true } } },
    });
    await this.connection.sendNotification('initialized', {});
  }

  notify(method, parameters) {
    return this.connection.sendNotification(method, parameters);
  }

  request(method, parameters) {
    return this.connection.sendRequest(method, parameters);
  }

  /** Waits for findings of a file that satisfy a condition, from now on. */
  published(uri, condition) {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`no such findings for ${uri}`)), 60_000);
      this.#waiting.push((message) => {
        if (message.uri !== uri || !condition(message)) return false;
        clearTimeout(timer);
        resolve(message);
        return true;
      });
    });
  }

  /** Processor time the server has used, in milliseconds (Linux; the kernel counts in steps of 10). */
  get cpu() {
    const fields = readFileSync(`/proc/${this.process.pid}/stat`, 'utf8').split(') ')[1].split(' ');
    return (Number(fields[11]) + Number(fields[12])) * 10;
  }

  /** Largest memory the server has held so far, in MiB. */
  get peakMemory() {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${this.process.pid}/status`, 'utf8'))[1]) / 1024;
  }

  async stop() {
    await this.connection.sendRequest('shutdown');
    await this.connection.sendNotification('exit');
    this.connection.dispose();
  }
}
