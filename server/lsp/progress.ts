import type { Connection } from 'vscode-languageserver';

/** Work that is done sooner than this many milliseconds is not worth a sign. */
const moment = 500;

/** Shows that work is under way, once it takes longer than a moment, in editors that can show it. */
export function showProgress(connection: Connection, title: string, work: Promise<unknown>): void {
  const timer = setTimeout(() => {
    const shown = connection.window.createWorkDoneProgress().then((progress) => {
      progress.begin(title);
      return progress;
    });
    const end = async (): Promise<void> => (await shown).done();
    // An editor that refuses the sign gets none.
    work.then(end, end).catch(() => undefined);
  }, moment);
  const stop = (): void => clearTimeout(timer);
  work.then(stop, stop);
}
