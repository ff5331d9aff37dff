import manifest from '../../package.json';

/** The product's version, as its package says. */
export const version: string = manifest.version;
