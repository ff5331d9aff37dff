/** Records by their name, those of one name in their order. */
export function byName<T extends { readonly name: string }>(records: readonly T[]): Map<string, T[]> {
  const map = new Map<string, T[]>();
  for (const record of records) {
    const same = map.get(record.name);
    if (same) same.push(record);
    else map.set(record.name, [record]);
  }
  return map;
}
