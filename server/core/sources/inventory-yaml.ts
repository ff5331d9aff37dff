import type { Document } from '../syntax/tree';
import { type Inventory, InventoryHosts } from './inventory-hosts';
import { SourceText } from './source-text';
import { readYaml, type YamlEntry } from './yaml-values';

/** Aliases can make a group its own descendant, or a few lines a million groups. */
const deepestGroup = 30;
const mostGroups = 5000;

/** Reads an inventory in Ansible's YAML form: groups with `hosts:`, `children:` and `vars:`, which are passed over. */
export function readYamlInventory(document: Document): Inventory {
  const { roots, problems } = readYaml(new SourceText(document));
  const reader = new GroupReader();
  reader.found.problems.push(...problems);
  for (const root of roots) {
    if (!root.isMap && !root.isNull) reader.found.report(root.span, 'groups of hosts are expected here', 'error');
    for (const group of root.entries()) reader.read(group, 0);
  }
  return reader.found.inventory();
}

class GroupReader {
  readonly found = new InventoryHosts();
  private groups = 0;

  read({ key: group, value }: YamlEntry, depth: number): void {
    if (depth > deepestGroup || ++this.groups > mostGroups) return;
    const hosts = value.get('hosts');
    const name = hosts?.text();
    if (name) this.found.add(name.text, name.span, group, new Map());
    else if (hosts && !hosts.isMap && !hosts.isNull) {
      this.found.report(hosts.span, 'hosts must be a mapping: each host a key with a colon', 'error');
    }
    for (const { key, keySpan, value: variables } of hosts?.entries() ?? []) {
      const texts = variables.entries().flatMap((entry) => {
        const text = entry.value.text()?.text;
        return text === undefined ? [] : [[entry.key, text] as const];
      });
      this.found.add(key, keySpan, group, new Map(texts));
    }
    for (const child of value.get('children')?.entries() ?? []) {
      this.found.addChild(group, child.key);
      this.read(child, depth + 1);
    }
  }
}
