import { type ChildProcess, spawn } from 'node:child_process';

/** Processes of our language server, which talk over standard input and output. */
export class ServerProcesses {
  private prepared: ChildProcess | undefined;

  /** @param module the server's file */
  constructor(private readonly module: string) {}

  /** Starts one before anybody asks. */
  prepare(): void {
    this.prepared = this.start();
  }

  /**
   * The one that was prepared; a new one whenever the server is started again.
   * @throws when no process could be started
   */
  next(): ChildProcess {
    const child = this.prepared ?? this.start();
    this.prepared = undefined;
    if (child.pid === undefined) throw new Error(`${process.execPath} cannot be run`);
    return child;
  }

  private start(): ChildProcess {
    // Whoever debugs the extension debugs the server as well, on a port of its own.
    const isDebugged = process.execArgv.some((argument) => argument.startsWith('--inspect'));
    const argv = [...(isDebugged ? ['--nolazy', '--inspect=6009'] : []), this.module, '--stdio'];
    // In a desktop VS Code the program of this process is Electron, which runs as Node only when told to.
    const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1', ELECTRON_NO_ASAR: '1' };
    const child = spawn(process.execPath, [...argv, `--clientProcessId=${process.pid}`], { env });
    // It has no process id then, which is told to whoever asks for it.
    child.on('error', () => undefined);
    return child;
  }
}
