import type { HandWrittenFacts, Unit } from './option-data';
import type { Product } from './release';

/** What is said of an option by its name alone. */
export interface Remark {
  readonly unit?: Unit;
  /** Lines of the option add up instead of overriding one another. */
  readonly repeatable?: boolean;
  /** What the option means for a cluster and which value is usual, for the options that matter to one. */
  readonly note?: string;
}

/** The remarks on all options, indexed at the first question. */
export class Remarks {
  private index: Record<Product, Map<string, Remark>> | undefined;
  private commands: ReadonlySet<string> | undefined;

  constructor(private readonly facts: HandWrittenFacts) {}

  about(name: string, product: Product): Remark {
    this.index ??= { mariadb: this.collect('mariadb'), mysql: this.collect('mysql') };
    return this.index[product].get(name) ?? {};
  }

  isCommand(name: string): boolean {
    this.commands ??= new Set(this.facts.commands.split(' '));
    return this.commands.has(name);
  }

  private collect(product: Product): Map<string, Remark> {
    const remarks = new Map<string, Remark>();
    const add = (names: string, remark: Remark): void => {
      for (const name of names.split(' ')) remarks.set(name, { ...remarks.get(name), ...remark });
    };
    for (const [unit, names] of Object.entries(this.facts.units)) add(names, { unit: unit as Unit });
    for (const { name, also, product: only, note } of this.facts.notes) {
      if (only === undefined || only === product) add(also === undefined ? name : `${name} ${also}`, { note });
    }
    add(this.facts.repeatable[product], { repeatable: true });
    return remarks;
  }
}
