import type { Span } from '../syntax/tree';
import { isAddress, isLoopback } from '../model/addresses';
import { expandHostRange } from './host-range';
import type { SourceProblem } from './source-text';

/** A host as an Ansible inventory knows it. */
export interface InventoryHost {
  readonly name: string;
  /** `ansible_host`, and the name where it is an IP address; never a loopback address, which tells nothing. */
  readonly addresses: readonly string[];
  /** Groups it is in, by itself or through their children; not `all` and `ungrouped`. */
  readonly groups: readonly string[];
  /** Where its name first stands. */
  readonly span: Span;
  readonly port: number | undefined;
  readonly user: string | undefined;
}

export interface Inventory {
  readonly hosts: readonly InventoryHost[];
  readonly problems: readonly SourceProblem[];
}

/** Collects hosts and groups in the order a file gives them, in INI and YAML alike. */
export class InventoryHosts {
  readonly problems: SourceProblem[] = [];
  private readonly hosts = new Map<string, { span: Span; groups: Set<string>; variables: Map<string, string> }>();
  private readonly parents = new Map<string, Set<string>>();

  report(span: Span, message: string, severity: SourceProblem['severity']): void {
    this.problems.push({ span, message, severity });
  }

  /** Adds the hosts of one pattern, which may hold ranges and a port. Later variables beat earlier ones. */
  add(pattern: string, span: Span, group: string | undefined, variables: ReadonlyMap<string, string>): void {
    const { name, port } = splitPort(pattern);
    const names = isAddress(name) ? [name] : expandHostRange(name);
    if (!names) return this.report(span, `${pattern} is no range of hosts such as db[01:03]`, 'error');
    for (const each of names) {
      const host = this.hosts.get(each) ?? { span, groups: new Set(), variables: new Map() };
      this.hosts.set(each, host);
      if (group !== undefined) host.groups.add(group);
      if (port !== undefined) host.variables.set('ansible_port', port);
      for (const [key, value] of variables) host.variables.set(key, value);
    }
  }

  /** Puts all hosts of a group into another one as well. */
  addChild(parent: string, child: string): void {
    const parents = this.parents.get(child) ?? new Set();
    this.parents.set(child, parents.add(parent));
  }

  inventory(): Inventory {
    const hosts = [...this.hosts].map(([name, { span, groups, variables }]): InventoryHost => {
      const variable = (key: string): string | undefined => {
        const value = variables.get(`ansible_${key}`) ?? variables.get(`ansible_ssh_${key}`);
        return value === undefined || value === '' || value.includes('{{') ? undefined : value;
      };
      const addresses = [variable('host'), isAddress(name) ? name : undefined];
      const port = Number(variable('port'));
      return {
        name,
        addresses: [...new Set(addresses.filter((each) => each !== undefined && !isLoopback(each)))] as string[],
        groups: this.withParents(groups),
        span,
        port: Number.isInteger(port) && port > 0 && port < 65536 ? port : undefined,
        user: variable('user'),
      };
    });
    return { hosts, problems: this.problems };
  }

  private withParents(groups: ReadonlySet<string>): string[] {
    // A set takes what is added while it is walked, each group once, so rings of groups end.
    const all = new Set(groups);
    for (const group of all) for (const parent of this.parents.get(group) ?? []) all.add(parent);
    return [...all].filter((group) => group !== 'all' && group !== 'ungrouped');
  }
}

/** `db1:2222` and `[fe80::1]:2222`; a bare IPv6 address and the colon of a range are no ports. */
function splitPort(pattern: string): { name: string; port: string | undefined } {
  const bracketed = /^\[([0-9a-f]*:[0-9a-f:.]*:[0-9a-f:.]*)\](?::(\d+))?$/i.exec(pattern);
  if (bracketed) return { name: bracketed[1] as string, port: bracketed[2] };
  const match = /^((?:[^:[\]]|\[[^\]]*\])+):(\d+)$/.exec(pattern);
  return match ? { name: match[1] as string, port: match[2] } : { name: pattern, port: undefined };
}
