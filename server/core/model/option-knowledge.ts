import type { OptionCatalog, OptionFact, Product, Target } from '../catalog/options';

/** Misspelt names come and go while somebody types, so no more than this many are remembered at a time. */
const mostNames = 10_000;

/**
 * What the catalogue says for one target, remembered by name: files repeat a few names, and several rules ask for
 * each line of them.
 */
export class OptionKnowledge {
  private readonly facts = new Map<string, readonly OptionFact[]>();
  private readonly products = new Map<string, ReadonlySet<Product>>();
  private readonly removals = new Map<string, { readonly removal: Removal | undefined }>();

  private constructor(
    private readonly catalog: OptionCatalog,
    readonly target: Target,
  ) {}

  private static readonly known = new WeakMap<OptionCatalog, Map<string, OptionKnowledge>>();

  static of(catalog: OptionCatalog, target: Target): OptionKnowledge {
    let byTarget = this.known.get(catalog);
    if (!byTarget) this.known.set(catalog, (byTarget = new Map<string, OptionKnowledge>()));
    const key = `${target.product} ${target.series}`;
    let found = byTarget.get(key);
    if (!found) byTarget.set(key, (found = new OptionKnowledge(catalog, target)));
    return found;
  }

  /** What the releases that may read the file know of an option, by its canonical name. */
  factsOf(name: string): readonly OptionFact[] {
    return remembered(this.facts, name, () =>
      this.catalog.knownIn(name, this.target).flatMap((release) => this.catalog.fact(name, release) ?? []),
    );
  }

  /** The products with a release that matches the target and knows an option, by its canonical name. */
  productsOf(name: string): ReadonlySet<Product> {
    return remembered(
      this.products,
      name,
      () => new Set(this.catalog.knownIn(name, this.target).map((release) => release.product)),
    );
  }

  /** When an option left the target's product, by its canonical name; undefined for one that is still there. */
  removalOf(name: string): Removal | undefined {
    return remembered(this.removals, name, () => ({ removal: this.catalog.removal(name, this.target) })).removal;
  }
}

/** How an option left a product. */
export type Removal = NonNullable<ReturnType<OptionCatalog['removal']>>;

function remembered<T>(known: Map<string, T>, key: string, make: () => T): T {
  let value = known.get(key);
  if (value === undefined) {
    if (known.size >= mostNames) known.clear();
    known.set(key, (value = make()));
  }
  return value;
}
