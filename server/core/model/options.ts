import type { Setting } from './setting';

/**
 * The options one server reads, in the order it reads them. The last line of a name wins, except for options that
 * accumulate (`replicate-*` and their like); losing lines are kept, because people look for them.
 */
export class Options {
  private readonly byName = new Map<string, Setting[]>();

  constructor(readonly stream: readonly Setting[]) {
    for (const setting of stream) {
      const same = this.byName.get(setting.name);
      if (same) same.push(setting);
      else this.byName.set(setting.name, [setting]);
    }
  }

  /** The line that decides, or undefined when no file sets the option. */
  effective(name: string): Setting | undefined {
    return this.byName.get(name)?.at(-1);
  }

  /** Every line that sets the option, in reading order. */
  all(name: string): readonly Setting[] {
    return this.byName.get(name) ?? [];
  }

  /** The decided value, or undefined when no file sets the option or it stands there bare. */
  value(name: string): string | undefined {
    return this.effective(name)?.value;
  }

  get names(): Iterable<string> {
    return this.byName.keys();
  }
}
