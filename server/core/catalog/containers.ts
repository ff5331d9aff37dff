import type { Product } from './options';

/** A variable that the start script of an image reads. */
export interface ContainerVariable {
  readonly name: string;
  readonly product: Product;
  /** The maker of the image: `official` or `bitnami`. */
  readonly of: 'official' | 'bitnami';
  readonly note: string;
}

/** What data/containers.json holds: names in groups, one for each product of a maker (the pages of the images). */
export type ContainerData = readonly {
  readonly product: Product;
  readonly of: ContainerVariable['of'];
  readonly source: string;
  readonly variables: Readonly<Record<string, string>>;
}[];

/** Variables that the images of database servers read. */
export class ContainerCatalog {
  private readonly all: readonly ContainerVariable[];

  constructor(data: ContainerData) {
    this.all = data.flatMap(({ product, of, variables }) =>
      Object.entries(variables).map(([name, note]) => ({ name, product, of, note })),
    );
  }

  variables(product: Product | undefined): readonly ContainerVariable[] {
    return product === undefined ? this.all : this.all.filter((variable) => variable.product === product);
  }

  variable(name: string): ContainerVariable | undefined {
    return this.all.find((variable) => variable.name === name);
  }
}
