/** Canonical form of an option name: what my_getopt compares, in lower case. */
export const canonical = (name) => name.toLowerCase().replaceAll('-', '_');

/** Name of the machine every daemon runs on: where it shows up in a default, the default depends on the host. */
export const hostname = 'catalogue-host';
