import type { Connection, WorkDoneProgressServerReporter } from 'vscode-languageserver';

/** Work that is done sooner than this many milliseconds is not worth a sign. */
const moment = 500;

/** Shows that work is under way, once it takes longer than a moment, in editors that can show it. */
export function showProgress(connection: Connection, title: string, work: Promise<unknown>): void {
  const timer = setTimeout(() => {
    const shown = begin(connection, title);
    const end = async (): Promise<void> => (await shown)?.done();
    void work.then(end, end);
  }, moment);
  const stop = (): void => clearTimeout(timer);
  work.then(stop, stop);
}

/** An editor that refuses the sign gets none. */
async function begin(connection: Connection, title: string): Promise<WorkDoneProgressServerReporter | undefined> {
  try {
    const progress = await connection.window.createWorkDoneProgress();
    progress.begin(title);
    return progress;
  } catch {
    return undefined;
  }
}
