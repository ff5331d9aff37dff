import type { Cluster } from '../../model/cluster';
import type { VrrpInstance, VrrpValue } from '../../model/keepalived';
import { numberOf } from '../../model/networks';
import { type VrrpMember, vrrpMembers, vrrpRouters } from '../../model/vrrp-twins';
import { differing } from '../combinators/differing';
import { sharing } from '../combinators/sharing';
import { type Edit, type Fix, insertAfter, replace, type Report } from '../finding';
import { clusterRule } from '../rule';

export default clusterRule({
  severity: 'error',
  summary: 'hosts of one virtual router give different addresses',
  *check(cluster) {
    for (const members of [...vrrpRouters(cluster).flatMap(byNumber), ...strangers(cluster)]) {
      const found = differing(members, ({ instance }) => keyOf(instance));
      if (!found) continue;
      for (const member of found.deviating) yield* report(member, found.agreeing[0]);
    }
  },
});

/** Hosts with different numbers do not hear each other anyway, which instances-disagree says. */
function byNumber(members: readonly VrrpMember[]): (readonly VrrpMember[])[] {
  return [...sharing(members.filter(isPlain), ({ instance }) => instance.routerId?.text).values()];
}

/**
 * Two hosts that have one number and no address in common. They are meant to be one virtual router when each speaks to
 * the other by its address, or when name, interface and network of the addresses are the same. The number may be taken
 * again in another network, so where more than two hosts have it nothing is said.
 */
function strangers(cluster: Cluster): VrrpMember[][] {
  const grouped = new Set(vrrpRouters(cluster).flat());
  const numbered = sharing(vrrpMembers(cluster), ({ instance }) => instance.routerId?.text);
  return [...numbered.values()].flatMap((members) => {
    const [one, other] = members;
    if (members.length !== 2 || one.host === other.host || members.some((member) => grouped.has(member))) return [];
    return members.every(isPlain) && areMeant(one.instance, other.instance) ? [[one, other]] : [];
  });
}

function areMeant(one: VrrpInstance, other: VrrpInstance): boolean {
  if (one.peers.length > 0 || other.peers.length > 0) return speaksTo(one, other) && speaksTo(other, one);
  return (
    one.name === other.name &&
    one.interface?.text === other.interface?.text &&
    one.password?.text === other.password?.text &&
    networkOf(one.advertised[0]) === networkOf(other.advertised[0])
  );
}

function speaksTo({ peers }: VrrpInstance, { source }: VrrpInstance): boolean {
  return source !== undefined && peers.some(({ text }) => text === source.text.toLowerCase());
}

function networkOf(address: VrrpValue | undefined): number | undefined {
  const value = address && numberOf(address.text);
  return value === undefined ? undefined : value >>> 8;
}

/** Of both families, messages tell those of the first alone; which that is, other lines have a say in. */
function isPlain({ instance: { advertised, isConditional, section } }: VrrpMember): boolean {
  const given = section.children.filter(({ keyword }) => keyword === 'virtual_ipaddress');
  const isKnown = given.flatMap(({ children }) => children).length === advertised.length;
  const families = new Set(advertised.map(({ text }) => text.includes(':')));
  return !isConditional && isKnown && families.size === 1;
}

function keyOf({ advertised }: VrrpInstance): string {
  return [...new Set(advertised.map(({ text }) => text))].sort().join(' ');
}

function* report({ host, instance }: VrrpMember, right: VrrpMember): Generator<Report> {
  const [own, others] = [instance.advertised, right.instance.advertised];
  const surplus = own.filter(({ text }) => !others.some((each) => each.text === text));
  const lacking = others.filter(({ text }) => !own.some((each) => each.text === text));
  const [odd] = surplus;
  const [wanted] = lacking;
  const given = instance.section.children.find(({ keyword }) => keyword === 'virtual_ipaddress');
  const span = odd?.span ?? given?.keywordSpan;
  const [same] = own.filter((each) => !surplus.includes(each));
  const taken = same ? `both have ${same.text}` : 'neither address ever moves';
  const told = [
    ...(surplus.length > 0 ? [`gives ${texts(surplus)}`] : []),
    ...(lacking.length > 0 ? [`does not give ${texts(lacking)}`] : []),
  ].join(' and ');
  if (!span) return;
  yield {
    span,
    message: `${host.name} ${told}, unlike ${right.host.name} with the same virtual_router_id: each drops messages that tell other addresses, so that both hosts are MASTER and ${taken}`,
    related: [
      {
        span: (wanted ?? right.instance.advertised[0])?.span ?? right.instance.nameSpan,
        message: `as ${right.host.name} has it`,
      },
    ],
    fixes: () => fixes(own, surplus, lacking, given?.close?.line, right.host.name),
  };
}

/** One address for another, or what is lacking behind the last one, unless the brace that closes the block stands there. */
function fixes(
  own: readonly VrrpValue[],
  surplus: readonly VrrpValue[],
  lacking: readonly VrrpValue[],
  closing: number | undefined,
  other: string,
): Fix[] {
  const [odd, ...moreOdd] = surplus;
  const [wanted, ...moreWanted] = lacking;
  const last = own.at(-1);
  const edits: Edit[] = [];
  if (odd && wanted && moreOdd.length + moreWanted.length === 0) edits.push(replace(odd.span, wanted.text));
  else if (!odd && last && closing !== undefined && closing > last.span.line)
    edits.push(insertAfter(last.span, lacking.map(lineOf).join('\n')));
  return edits.length > 0 ? [{ title: `Give the addresses of ${other}`, safe: false, edits }] : [];
}

/** An address as it is written, with the length of its network and its interface. */
function lineOf({ text, span }: VrrpValue): string {
  const line = span.block.lines[span.line]?.text.slice(span.start) ?? text;
  return line.replace(/\s*[#!}].*$/, '').trimEnd();
}

function texts(values: readonly VrrpValue[]): string {
  return values.map(({ text }) => text).join(', ');
}
