/** Whether a path below the workspace root fits a pattern: `*` and `?` stay inside a folder, `**` crosses folders. */
export function matchesPath(pattern: string, path: string): boolean {
  return expressionOf(pattern).test(path);
}

export function isPattern(path: string): boolean {
  return /[*?]/.test(path);
}

/** The folder all paths that fit a pattern lie in: `db1/conf.d` of `db1/conf.d/*.cnf`. */
export function fixedFolder(pattern: string): string {
  const fixed = pattern.slice(0, pattern.search(/[*?]|$/));
  return fixed.slice(0, Math.max(0, fixed.lastIndexOf('/')));
}

function expressionOf(pattern: string): RegExp {
  const parts = pattern.replace(/(\*\*\/)+/g, '**/').split(/(\*\*\/|\*+|\?)/);
  const expression = parts.map((part) => {
    if (part === '**/') return '(?:[^/]+/)*';
    if (part === '*') return '[^/]*';
    if (part.startsWith('*')) return '.*';
    return part === '?' ? '[^/]' : part.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  });
  return new RegExp(`^${expression.join('')}$`);
}
