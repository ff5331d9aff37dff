import { isAddress, isLoopback } from '../../model/addresses';
import { covers } from '../../model/networks';
import { isPlaceholder } from '../../model/placeholder';
import { type GroupMember, replicationGroups, speaksThroughServer } from '../../model/replication-groups';
import type { Setting } from '../../model/setting';
import { setValue } from '../option-edits';
import { clusterRule } from '../rule';

export default clusterRule({
  severity: 'error',
  summary: 'a member whose list of allowed addresses leaves another one out',
  *check(cluster) {
    for (const group of replicationGroups(cluster)) {
      const told = new Set<Setting>();
      for (const member of group) {
        const allowed = allowlistOf(member);
        if (!allowed?.setting.valueSpan || told.has(allowed.setting)) continue;
        const { setting, entries } = allowed;
        // Before it joins, a member tries whether it reaches itself.
        const refused = group.filter((other) => isRefused(other, entries));
        if (refused.length === 0) continue;
        told.add(setting);
        const names = refused.map((other) =>
          other === member ? 'itself' : `${other.host.name} (${other.own?.address})`,
        );
        yield {
          span: setting.valueSpan ?? setting.nameSpan,
          message: `${member.host.name} turns ${names.join(' and ')} away ("Address is not in the IP allowlist"): they never get into one group, and START GROUP_REPLICATION gives up after a minute`,
          related: refused.flatMap(({ host, local }) =>
            local?.valueSpan ? [{ span: local.valueSpan, message: `address of ${host.name}` }] : [],
          ),
          fixes: () => {
            const added = refused.flatMap(({ own }) => own?.address ?? []);
            const edit = setValue(setting, [setting.value ?? '', ...added].join(','));
            return edit ? [{ title: `Allow ${added.join(', ')}`, safe: false, edits: [edit] }] : [];
          },
        };
      }
    }
  },
});

/**
 * The addresses a member lets in; undefined for AUTOMATIC, which lets the networks of its own machine in. MySQL before
 * 8.0.22 knows the list by the first of its names only, and which of two lines counts differs by release.
 */
function allowlistOf({ host }: GroupMember): { readonly setting: Setting; readonly entries: string[] } | undefined {
  const [old, name] = ['whitelist', 'allowlist'].map((word) => host.options.effective(`group_replication_ip_${word}`));
  const setting = old && name ? undefined : (name ?? old);
  if (!setting?.value || isPlaceholder(setting.value) || speaksThroughServer(host)) return undefined;
  const entries = setting.value.split(',').flatMap((entry) => (entry.trim() === '' ? [] : [entry.trim()]));
  // A mask in place of a length of bits is another fault, and the server's to name.
  const isUnclear = entries.some((entry) => /^automatic$|\/(?!\d+$)/i.test(entry));
  return entries.length === 0 || isUnclear ? undefined : { setting, entries };
}

/** A machine with several addresses may come from any of them, and a name may stand for any. */
function isRefused({ host, own }: GroupMember, entries: readonly string[]): boolean {
  if (!own || !isAddress(own.address) || isLoopback(own.address)) return false;
  return [own.address, ...host.addresses].every((address) => !entries.some((entry) => covers(entry, address)));
}
