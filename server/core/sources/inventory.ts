import { plain } from '../syntax/plain';
import { Document } from '../syntax/tree';
import { isCopy } from './copies';
import type { Inventory } from './inventory-hosts';
import { headerPattern, iniWords, isHeader, readIniInventory } from './inventory-ini';
import { readYamlInventory } from './inventory-yaml';
import { SourceText } from './source-text';
import { readYaml, type YamlValue } from './yaml-values';

export type { Inventory, InventoryHost } from './inventory-hosts';

/** Reads an Ansible inventory, YAML by its suffix, INI otherwise, as Ansible itself decides. Never throws. */
export function readInventory(document: Document): Inventory {
  return isYamlPath(document.path) ? readYamlInventory(document) : readIniInventory(document);
}

/**
 * Whether a file is an Ansible inventory. It must hold groups of hosts and nothing an inventory does not have, and
 * either lie where inventories lie or use a word of Ansible's. A table of addresses and names (`/etc/hosts`) never
 * is one, a template neither.
 */
export function looksLikeInventory(path: string, text: string): boolean {
  if (/(^|\/)etc\/hosts$/.test(path) || foreignSuffix.test(path) || isCopy(path)) return false;
  const document = new Document('', path, plain, text);
  return isYamlPath(path) ? isYamlInventory(document) : isIniInventory(document);
}

/** Files of a language, or of another program. */
const foreignSuffix = /\.(tf|md|rst|txt|html?|xml|json|toml|conf|cnf|cfg|service|sh|py|rb|js|ts|go|allow|deny|equiv)$/i;
const inventoryPath = /(^|\/)((hosts|inventory)([-_.][\w.-]*)?|inventor(y|ies)\/.+)$/i;
const ansibleVariable =
  /\bansible_(ssh_)?(host|port|user|connection|private_key_file|ssh_\w+|become\w*|python_interpreter)\b/;

function isYamlPath(path: string): boolean {
  return /\.ya?ml$/i.test(path);
}

function isIniInventory(document: Document): boolean {
  const source = new SourceText(document);
  let holds = 'hosts';
  let hosts = 0;
  let headers = 0;
  for (const { 0: line, index } of source.text.matchAll(/^[^\r\n]+/gm)) {
    const words = iniWords(source.piece(index, index + line.length)).map((word) => word.text);
    if (words.length === 0) continue;
    if (line.trimStart().startsWith('[') && isHeader(line)) {
      const header = headerPattern.exec(line);
      holds = header?.[2] ?? 'hosts';
      headers++;
      if (!header || !/^[\w.-]+$/.test(header[1] as string) || !/^(hosts|children|vars)$/.test(holds)) return false;
    } else if (holds === 'hosts') {
      hosts++;
      if (!isHostLine(words)) return false;
    } else if (holds === 'children' ? words.length > 1 : !line.includes('=')) return false;
  }
  const speaksAnsible = ansibleVariable.test(source.text) || /^\s*\[[\w.-]+:(children|vars)\]/m.test(source.text);
  return hosts > 0 && headers > 0 && (speaksAnsible || inventoryPath.test(document.path));
}

function isHostLine([host = '', ...variables]: readonly string[]): boolean {
  return /^[\w.:[\]-]+$/.test(host) && variables.every((word) => /^\w+=/.test(word));
}

function isYamlInventory(document: Document): boolean {
  if (!/^\s*(hosts|children)\s*:/m.test(document.text)) return false;
  const { roots } = readYaml(new SourceText(document));
  const [root] = roots;
  if (!root || roots.length > 1 || !root.entries().every(({ value }) => value.isNull || isGroup(value))) return false;
  const speaksAnsible = root.get('all') !== undefined || ansibleVariable.test(document.text);
  return root.entries().length > 0 && (speaksAnsible || inventoryPath.test(document.path));
}

function isGroup(value: YamlValue): boolean {
  return (
    value.isMap &&
    value.entries().every(({ key, value: inner }) => /^(hosts|children|vars)$/.test(key) && isMapping(inner))
  );
}

function isMapping(value: YamlValue): boolean {
  return value.isMap || value.isNull;
}
