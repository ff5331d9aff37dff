// Reads what `--help --verbose` of a server daemon prints: the options, then a table of their values.

/**
 * @typedef {object} HelpOption
 * @property {string} spelling the name as printed, dashes and capitals included
 * @property {'required' | 'optional' | 'bare'} argument bare: a boolean, or an option that takes no value
 * @property {'#' | 'name' | undefined} placeholder `#` stands for a number, `name` for any other value
 * @property {string} text the description, on one line
 */

/**
 * @param {string} help standard output of the daemon
 * @returns {{options: Map<string, HelpOption>, values: Map<string, string>}} both by canonical name
 */
export function parseHelp(help) {
  const [usage, table = ''] = help.split(/^-{20,} -+\n/m);
  return { options: parseOptions(usage), values: parseValues(table) };
}

function parseOptions(usage) {
  const options = new Map();
  let last;
  for (const line of usage.split('\n')) {
    const head = /^ {2}(?:-., |-\?, )?--([A-Za-z0-9_.-]+)(\[?=)?(#|name)?\]?(?:\s+(.*))?$/.exec(line);
    if (head) {
      const [, spelling, equals, placeholder, text = ''] = head;
      const argument = equals === undefined ? 'bare' : equals === '=' ? 'required' : 'optional';
      last = { spelling, argument, placeholder, text };
      options.set(spelling.toLowerCase().replaceAll('-', '_'), last);
    } else if (last && /^ {20,}\S/.test(line)) {
      last.text = `${last.text} ${line.trim()}`.trim();
    } else {
      last = undefined;
    }
  }
  return options;
}

function parseValues(table) {
  const values = new Map();
  for (const line of table.split('\n')) {
    const row = /^(\S+)\s+(.*)$/.exec(line);
    if (!row) break;
    values.set(row[1].toLowerCase().replaceAll('-', '_'), row[2]);
  }
  return values;
}
