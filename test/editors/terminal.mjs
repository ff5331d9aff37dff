// A terminal with keys and a screen, for editors that have no other face: Debian's tmux, unpacked into the cache.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { unpacked } from './setting.mjs';

/** One program in a terminal of 200 columns and 50 lines. */
export class Terminal {
  #tmux;
  #env;

  static async start(scratch, command, env) {
    const { folder, command: at } = await unpacked('tmux', ['ncurses-base', 'tmux']);
    const terminal = new Terminal();
    terminal.#tmux = [...at('usr/bin/tmux'), '-f', '/dev/null', '-S', path.join(scratch, 'tmux')];
    terminal.#env = {
      ...env,
      TERMINFO: path.join(folder, 'usr/share/terminfo'),
      TERM: 'screen-256color',
      LANG: 'C.UTF-8',
    };
    terminal.#run('new-session', '-d', '-x', '200', '-y', '50', command.map(quoted).join(' '));
    return terminal;
  }

  /** Presses keys one after the other, each as tmux names it: `Escape`, `C-x`, `a`. */
  keys(...names) {
    this.#run('send-keys', ...names);
  }

  /** Types text as it stands. */
  type(text) {
    this.#run('send-keys', '-l', text);
  }

  /** What the screen shows. */
  get screen() {
    return this.#run('capture-pane', '-p');
  }

  /**
   * Waits until the screen shows something.
   * @returns the screen
   * @throws with the screen after 30 seconds without it
   */
  async shows(pattern) {
    return this.#until((screen) => pattern.test(screen), `never showed ${pattern}`);
  }

  /** Closes what is open with Escape: a key sent before that is done would count as one with Alt. */
  async escapeFrom(pattern) {
    this.keys('Escape');
    await this.#until((screen) => !pattern.test(screen), `went on showing ${pattern}`);
  }

  async #until(isSo, otherwise) {
    const end = Date.now() + 30_000;
    for (;;) {
      const screen = this.screen;
      if (isSo(screen)) return screen;
      if (Date.now() > end) throw new Error(`the terminal ${otherwise}; it shows\n${screen}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  /** Ends the program with its terminal. */
  stop() {
    spawnSync(this.#tmux[0], [...this.#tmux.slice(1), 'kill-server'], { env: this.#env });
  }

  #run(...words) {
    const [program, ...start] = this.#tmux;
    const { status, stdout, stderr } = spawnSync(program, [...start, ...words], { encoding: 'utf8', env: this.#env });
    if (status !== 0) throw new Error(`tmux ${words[0]} failed: ${stderr}`);
    return stdout;
  }
}

const quoted = (word) => `'${word.replaceAll("'", `'\\''`)}'`;
