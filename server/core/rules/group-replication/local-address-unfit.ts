import { isLoopback, isWildcard, readEndpoint } from '../../model/addresses';
import { isPlaceholder } from '../../model/placeholder';
import { memberOf } from '../../model/replication-groups';
import type { Fix } from '../finding';
import { setValue } from '../option-edits';
import { hostRule } from '../rule';

export default hostRule({
  severity: 'error',
  summary: 'a group_replication_local_address at which no other member finds this one',
  *check(host) {
    const member = memberOf(host);
    const { local, own, listed } = member ?? {};
    const text = local?.value?.trim();
    if (!member || !local?.valueSpan || text === undefined || isPlaceholder(text)) return;
    const reaches = listed?.some(({ address }) => !isLoopback(address)) ?? false;
    const fault =
      text === '' || !own
        ? 'needs an address and a port, such as db1:33061 ("Invalid hostname or IP address", error 3096)'
        : isWildcard(own.address)
          ? 'is no address others could connect to ("There is no local IP address matching", error 3096)'
          : isLoopback(own.address) && reaches
            ? 'reaches only the own machine, and the seeds are others: no member can answer, and START GROUP_REPLICATION gives up after a minute (error 3092)'
            : undefined;
    if (!fault) return;
    yield {
      span: local.valueSpan,
      message: `The group_replication_local_address of ${host.name} ${fault}`,
      fixes: (): Fix[] => {
        const port = own?.port;
        const address = own ? undefined : readEndpoint(text)?.address;
        const mine = (listed ?? []).filter(
          (seed) =>
            (port === undefined || seed.port === port) &&
            (seed.address === address || host.addresses.has(seed.address) || host.names.has(seed.address)),
        );
        const [seed, ...more] = mine;
        const right = seed && more.length === 0 ? `${seed.address}:${seed.port ?? 33_061}` : undefined;
        const edit = right === undefined || seed?.address.includes(':') ? undefined : setValue(local, right);
        return edit ? [{ title: `Use ${right}, as the seeds have it`, safe: true, edits: [edit] }] : [];
      },
    };
  },
});
