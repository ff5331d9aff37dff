import type { VrrpInstance, VrrpValue } from '../../model/keepalived';
import { isVersion3, sharedAddress, vrrpRouters } from '../../model/vrrp-twins';
import { replace } from '../finding';
import { clusterRule } from '../rule';

export default clusterRule({
  severity: 'error',
  summary: 'hosts of one virtual address do not hear each other',
  *check(cluster) {
    for (const [first, ...others] of vrrpRouters(cluster)) {
      if (!first) continue;
      for (const trait of traits) {
        const mine = trait.of(first.instance);
        for (const other of others) {
          const theirs = trait.of(other.instance);
          if (trait.key(mine) === trait.key(theirs) || trait.isNothing?.(first.instance, other.instance)) continue;
          const address = sharedAddress(first.instance, other.instance) ?? first.instance.name;
          const at = theirs?.span ?? other.instance.nameSpan;
          const shown = (value: VrrpValue | undefined): string =>
            trait.isSecret ? 'another one' : (value?.text ?? 'not set');
          yield {
            span: at,
            message: `${trait.name} of ${address} is ${trait.isSecret ? 'another one' : shown(theirs)} here${trait.isSecret ? ' than' : `, but ${shown(mine)}`} on ${first.host.name}: ${trait.consequence}, and both hosts take the address`,
            ...(mine && { related: [{ span: mine.span, message: `as ${first.host.name} has it` }] }),
            fixes: () =>
              mine && theirs
                ? [
                    {
                      title: `Take over ${trait.name} of ${first.host.name}`,
                      safe: false,
                      edits: [replace(theirs.span, mine.text)],
                    },
                  ]
                : [],
          };
        }
      }
    }
  },
});

interface Trait {
  readonly name: string;
  readonly of: (instance: VrrpInstance) => VrrpValue | undefined;
  /** What both sides compare. */
  readonly key: (value: VrrpValue | undefined) => string;
  readonly consequence: string;
  readonly isSecret?: true;
  /** Whether it does not matter between two instances. */
  readonly isNothing?: (one: VrrpInstance, other: VrrpInstance) => boolean;
}

const plain = (value: VrrpValue | undefined): string => value?.text ?? '';

const traits: readonly Trait[] = [
  {
    name: 'virtual_router_id',
    of: ({ routerId }) => routerId,
    key: plain,
    consequence: 'the hosts take each other for different routers',
  },
  {
    name: 'auth_type',
    of: ({ authType }) => authType,
    key: (value) => plain(value).toUpperCase(),
    consequence: 'each drops what the other says',
  },
  {
    name: 'auth_pass',
    of: ({ password }) => password,
    // VRRP carries eight characters.
    key: (value) => plain(value).slice(0, 8),
    consequence: 'each drops what the other says',
    isSecret: true,
  },
  {
    name: 'advert_int',
    of: ({ interval }) => interval,
    key: (value) => String(Number(value?.text ?? 1)),
    consequence: 'each drops what the other says ("advertisement interval mismatch")',
    // A host of the other version hears nothing of it anyway.
    isNothing: (one, other) => isVersion3(one) || isVersion3(other),
  },
];
