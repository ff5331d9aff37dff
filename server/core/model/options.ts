import { noteRead, noteReadOfEverything } from './reads';
import type { Setting } from './setting';

/**
 * The options one server reads, in the order it reads them. The last line of a name wins, except for options that
 * accumulate (`replicate-*` and their like); losing lines are kept, because people look for them.
 */
export class Options {
  private readonly byName = new Map<string, Setting[]>();

  constructor(private readonly lines: readonly Setting[]) {
    for (const setting of lines) {
      const same = this.byName.get(setting.name);
      if (same) same.push(setting);
      else this.byName.set(setting.name, [setting]);
    }
  }

  /** Every line in the order in which the server reads them. */
  get stream(): readonly Setting[] {
    noteReadOfEverything();
    return this.lines;
  }

  /** The line that decides, or undefined when no file sets the option. */
  effective(name: string): Setting | undefined {
    noteRead(name);
    return this.byName.get(name)?.at(-1);
  }

  /** Every line that sets the option, in reading order. */
  all(name: string): readonly Setting[] {
    noteRead(name);
    return this.byName.get(name) ?? [];
  }

  /** The decided value, or undefined when no file sets the option or it stands there bare. */
  value(name: string): string | undefined {
    return this.effective(name)?.value;
  }

  get names(): Iterable<string> {
    noteReadOfEverything();
    return this.byName.keys();
  }
}
