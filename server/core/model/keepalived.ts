import { type KeepalivedLine, type KeepalivedStatement, statementsOf } from '../syntax/keepalived';
import { type Block, type Document, perBlock, type Span } from '../syntax/tree';
import { isAddress } from './addresses';

/** A value of a VRRP instance where it stands. */
export interface VrrpValue {
  readonly text: string;
  readonly span: Span;
}

/** One `vrrp_instance` of keepalived.conf. Lines for some hosts only (`@lb1 priority 100`) and variables are left out. */
export interface VrrpInstance {
  readonly name: string;
  readonly nameSpan: Span;
  readonly section: KeepalivedStatement;
  readonly interface: VrrpValue | undefined;
  readonly routerId: VrrpValue | undefined;
  readonly priority: VrrpValue | undefined;
  readonly state: VrrpValue | undefined;
  readonly interval: VrrpValue | undefined;
  readonly source: VrrpValue | undefined;
  readonly authType: VrrpValue | undefined;
  readonly password: VrrpValue | undefined;
  /** Without the prefix length. */
  readonly addresses: readonly VrrpValue[];
  /** Those of them that its messages tell, which the hosts of one virtual router must have in common. */
  readonly advertised: readonly VrrpValue[];
  readonly peers: readonly VrrpValue[];
  /** Whether some of its lines count on some hosts only, hold variables or lie in another file: not all of it is known. */
  readonly isConditional: boolean;
}

/** The VRRP instances of a file in order. */
export function vrrpInstances(document: Document<KeepalivedLine>): readonly VrrpInstance[] {
  return document.blocks.flatMap((block) => vrrpInstancesIn(block));
}

/** The instance that a block of a file is, if it is one. */
export const vrrpInstancesIn = perBlock((block: Block<KeepalivedLine>): readonly VrrpInstance[] =>
  statementsOf(block)
    .filter(({ keyword }) => keyword === 'vrrp_instance')
    .map((section) => instanceOf(section)),
);

/** What other hosts have to say alike, or to know. */
const compared = /^(virtual_router_id|version|advert_int|auth_type|auth_pass|unicast_src_ip|mcast_src_ip)$/;

function instanceOf(section: KeepalivedStatement): VrrpInstance {
  const own = section.children;
  const value = (list: readonly KeepalivedStatement[], keyword: string): VrrpValue | undefined => {
    const word = list.findLast((each) => each.keyword === keyword)?.words[0];
    return word && !word.text.includes('$') ? word : undefined;
  };
  const inside = (...keywords: string[]): readonly KeepalivedStatement[] =>
    own.filter(({ keyword }) => keywords.includes(keyword)).flatMap(({ children }) => children);
  const authentication = inside('authentication');
  return {
    name: section.words[0]?.text ?? '',
    nameSpan: section.words[0]?.span ?? section.keywordSpan,
    section,
    interface: value(own, 'interface'),
    routerId: value(own, 'virtual_router_id'),
    priority: value(own, 'priority'),
    state: value(own, 'state'),
    interval: value(own, 'advert_int'),
    source: value(own, 'unicast_src_ip') ?? value(own, 'mcast_src_ip'),
    authType: value(authentication, 'auth_type'),
    password: value(authentication, 'auth_pass'),
    addresses: addressesIn(inside('virtual_ipaddress', 'virtual_ipaddress_excluded')),
    advertised: addressesIn(inside('virtual_ipaddress')),
    peers: addressesIn(inside('unicast_peer')),
    isConditional: [...own, ...own.flatMap(({ children }) => children)].some(
      ({ keyword, words }) =>
        /^([@$]|include)/.test(keyword) || (compared.test(keyword) && words.some(({ text }) => text.includes('$'))),
    ),
  };
}

/** `10.0.0.9/24 dev eth0`: the address stands first. */
function addressesIn(list: readonly KeepalivedStatement[]): VrrpValue[] {
  return list.flatMap(({ keyword, keywordSpan }) => {
    const text = keyword.replace(/\/.*$/, '');
    return isAddress(text)
      ? [{ text: text.toLowerCase(), span: { ...keywordSpan, end: keywordSpan.start + text.length } }]
      : [];
  });
}
