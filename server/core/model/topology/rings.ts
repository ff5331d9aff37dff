/**
 * Circles of three or more nodes in a directed graph: for each strongly connected set of nodes, one circle through as
 * many of them as a walk meets that goes on to a node it has not seen yet. Sets are found by Tarjan's algorithm.
 */
export function rings<T>(next: ReadonlyMap<T, readonly T[]>): T[][] {
  return components(next).flatMap((component) => {
    const circle = component.length > 2 ? walk(component, next) : [];
    return circle.length > 2 ? [circle] : [];
  });
}

/** Follows edges inside one component from its first node until they lead back to a node of the way. */
function walk<T>(component: readonly T[], next: ReadonlyMap<T, readonly T[]>): T[] {
  const inside = new Set(component);
  const way: T[] = [];
  let at = component[0];
  while (at !== undefined && !way.includes(at)) {
    way.push(at);
    const ahead: readonly T[] = (next.get(at) ?? []).filter((each) => inside.has(each));
    at = ahead.find((each) => !way.includes(each)) ?? ahead[0];
  }
  return at === undefined ? [] : way.slice(way.indexOf(at));
}

function components<T>(next: ReadonlyMap<T, readonly T[]>): T[][] {
  const index = new Map<T, number>();
  const low = new Map<T, number>();
  const stack: T[] = [];
  const onStack = new Set<T>();
  const found: T[][] = [];
  const visit = (node: T): void => {
    index.set(node, index.size);
    low.set(node, index.get(node) as number);
    stack.push(node);
    onStack.add(node);
    for (const other of next.get(node) ?? []) {
      if (!index.has(other)) visit(other);
      if (onStack.has(other)) low.set(node, Math.min(low.get(node) as number, low.get(other) as number));
    }
    if (low.get(node) !== index.get(node)) return;
    const component = stack.splice(stack.indexOf(node));
    for (const each of component) onStack.delete(each);
    found.push(component);
  };
  for (const node of next.keys()) if (!index.has(node)) visit(node);
  return found;
}
