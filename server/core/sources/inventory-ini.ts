import { type Inventory, InventoryHosts } from './inventory-hosts';
import { shellWords } from './shell-words';
import { SourceText, type TracedText } from './source-text';
import type { Document } from '../syntax/tree';

/** What the lines under a header are. */
interface Section {
  readonly group: string | undefined;
  readonly holds: 'hosts' | 'children' | 'nothing';
}

/**
 * Reads an inventory in Ansible's INI form: host lines with variables, `[group]`, `[group:children]`; what
 * `[group:vars]` says of all hosts of a group tells nothing of any one of them and is passed over.
 */
export function readIniInventory(document: Document): Inventory {
  const source = new SourceText(document);
  const found = new InventoryHosts();
  let section: Section = { group: undefined, holds: 'hosts' };
  for (const { 0: line, index } of source.text.matchAll(/^[^\r\n]+/gm)) {
    const words = iniWords(source.piece(index, index + line.length));
    const first = words[0];
    if (!first) continue;
    if (line.trimStart().startsWith('[') && isHeader(line)) section = readHeader(line, source, index, found);
    else if (section.holds === 'children') found.addChild(section.group as string, first.text);
    else if (section.holds === 'hosts') addHost(words, section.group, found);
  }
  return found.inventory();
}

/** The words of a line, as Ansible splits it: like a shell, up to a comment. */
export function iniWords(line: TracedText): readonly TracedText[] {
  if (/^\s*[#;]/.test(line.text)) return [];
  const words = shellWords(line);
  const comment = words.findIndex((word) => word.text.startsWith('#'));
  return comment < 0 ? words : words.slice(0, comment);
}

/** A line that begins with a bracket is a header, unless it is a bracketed IPv6 address or a range: `[a:c].example.net`. */
export function isHeader(line: string): boolean {
  return !/^\s*\[[^\]]*\][^\s#;]/.test(line) && !/^\s*\[[0-9a-f]*:[0-9a-f]*:[0-9a-f:.]*\]/i.test(line);
}

export const headerPattern = /^\s*\[([^:\]\s]+)(?::(\w+))?\]\s*([#;].*)?$/;

function readHeader(line: string, source: SourceText, start: number, found: InventoryHosts): Section {
  const [, group, kind] = headerPattern.exec(line) ?? [];
  const span = source.span(start + line.search(/\S/), start + line.trimEnd().length);
  if (group === undefined) found.report(span, 'a group header such as [databases] is expected here', 'error');
  else if (kind === undefined) return { group, holds: 'hosts' };
  else if (kind === 'children') return { group, holds: 'children' };
  else if (kind !== 'vars')
    found.report(span, `only :children and :vars may follow a group's name, not :${kind}`, 'error');
  return { group, holds: 'nothing' };
}

function addHost([first, ...rest]: readonly TracedText[], group: string | undefined, found: InventoryHosts): void {
  if (!first) return;
  if (first.text.includes('=')) {
    const message = `a host is expected here; variables of all hosts of a group stand under [${group ?? 'all'}:vars]`;
    return found.report(first.span, message, 'warning');
  }
  const variables = new Map<string, string>();
  for (const { text, span } of rest) {
    const equals = text.indexOf('=');
    if (equals < 1) return found.report(span, 'a variable such as ansible_host=10.0.0.1 is expected here', 'error');
    variables.set(text.slice(0, equals), text.slice(equals + 1));
  }
  found.add(first.text, first.span, group, variables);
}
