import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import type { ClusterStatus } from '../../client/hosts/status/refresh';
import type { SshSettings } from '../../client/hosts/ssh/ssh-config';
import type { ClusterTarget } from '../../server/core/ops/status/target';
import type { Lab } from '../daemons/lab';
import type { LookAnswer, LookRequest, MemoryRequest } from './station';

/** The account every server of these labs knows, with the rights docs/status.md lists and no others. */
export const monitor = { user: 'quorate', password: 'mon;#itor "1"' };

/** Somebody at a desk in the lab's network, who looks at clusters with the product's own code. */
export class Desk {
  private last = 0;
  private readonly waiting = new Map<number, (answer: LookAnswer) => void>();

  private constructor(
    private readonly child: ChildProcess,
    private readonly ssh: SshSettings | undefined,
  ) {
    child.on('message', (answer: LookAnswer) => this.waiting.get(answer.id)?.(answer));
  }

  static async in(lab: Lab, ssh?: SshSettings): Promise<Desk> {
    const [program, ...argv] = lab.onNetwork([
      process.execPath,
      '--expose-gc',
      '--require',
      'tsx/cjs',
      path.join(__dirname, 'station.ts'),
    ]);
    const child = spawn(program!, argv, {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      cwd: path.join(__dirname, '../..'),
    });
    await new Promise<void>((resolve, reject) => {
      child.once('message', () => resolve());
      child.once('exit', () => reject(new Error('nobody is at the desk')));
    });
    return new Desk(child, ssh);
  }

  async look(target: ClusterTarget, limit = 2000): Promise<ClusterStatus> {
    const answer = await this.ask((id) => ({ id, target, limit, ssh: this.ssh, ...monitor }));
    if (!('status' in answer)) throw new Error('error' in answer ? answer.error : 'no status');
    return answer.status;
  }

  /** Mebibytes of heap the desk has in use. */
  async memory(): Promise<number> {
    const answer = await this.ask((id) => ({ id, memory: true }));
    if (!('memory' in answer)) throw new Error('no figure of memory');
    return answer.memory;
  }

  private async ask(request: (id: number) => LookRequest | MemoryRequest): Promise<LookAnswer> {
    const id = ++this.last;
    const answer = await new Promise<LookAnswer>((resolve) => {
      this.waiting.set(id, resolve);
      this.child.send(request(id));
    });
    this.waiting.delete(id);
    return answer;
  }

  leave(): void {
    this.child.disconnect();
  }
}
