const placeholder =
  /\$\{[a-z_]\w*[^}]*\}|^(\$[a-z_]\w*|\$\([a-z_]\w*\)|__[a-z]\w*__|@@?[a-z_]\w*@@?|%%?[a-z_]\w*%%?|<[a-z][\w .-]*>|\[\[[^\]]+\]\])$/i;

/**
 * Whether a value is, or holds, what some tool is to replace before anybody reads the file: `${PORT}`, `__PORT__`,
 * `@PORT@`, `%PORT%`, `<PORT>`. Neither server replaces anything in an option file.
 */
export function isPlaceholder(value: string): boolean {
  return placeholder.test(value);
}
