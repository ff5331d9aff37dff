import type { Span } from '../../syntax/tree';
import type { Agent, Resource } from './pacemaker';

/** Reads `ocf:heartbeat:mysql`; of a bare name crmsh makes an agent of heartbeat, or of pacemaker. */
export function agentOf(text: string, span: Span): Agent | undefined {
  const parts = text.split(':').filter((part) => part !== '');
  const [first = '', second = '', third] = parts;
  if (parts.length === 0) return undefined;
  if (parts.length === 1) return { class: 'ocf', provider: undefined, type: first, span };
  if (third !== undefined) return { class: first, provider: second, type: third, span };
  // `heartbeat:mysql` leaves out the class.
  const isClass = /^(ocf|lsb|service|systemd|upstart|stonith|nagios)$/.test(first);
  return isClass
    ? { class: first, provider: undefined, type: second, span }
    : { class: 'ocf', provider: first, type: second, span };
}

/** As the crm shell writes it. */
export function agentText({ class: kind, provider, type }: Agent): string {
  return [kind, ...(provider === undefined ? [] : [provider]), type].join(':');
}

/** Whether a resource is a database server that Pacemaker itself starts. */
export function runsDatabase({ agent }: Resource): boolean {
  if (!agent || agent.class === 'stonith') return false;
  return /^(mysql|mysqld|mariadb|mariadbd|galera)(@.*)?(\.service)?$/i.test(agent.type);
}

/** Whether a resource is an address that Pacemaker moves from node to node. */
export function isAddressAgent({ agent }: Resource): boolean {
  return agent !== undefined && /^(IPaddr2?|IPv6addr)$/.test(agent.type);
}
