import { isAddress } from '../../model/addresses';
import { databasePools } from '../../model/database-pools';
import { isDatabase } from '../../model/host';
import { knownAddress } from '../../model/listening';
import { clusterRule } from '../rule';
import { withAddress } from '../server-edits';

export default clusterRule({
  severity: 'warning',
  summary: 'a server of a proxy has the name of one database host and the address of another',
  *check(cluster) {
    for (const { server, host, namesake } of databasePools(cluster).flatMap(({ servers }) => servers)) {
      if (!host || !namesake || host === namesake || !isDatabase(host) || !isDatabase(namesake)) continue;
      // A name that a host has besides its own may be that of a role, which moves.
      if (namesake.name.toLowerCase() !== server.name.toLowerCase()) continue;
      const address = knownAddress(namesake);
      if (address === undefined || !isAddress(address) || cluster.hostAt(address) !== namesake) continue;
      yield {
        span: server.addressSpan,
        message: `Server ${server.name} is named after host ${namesake.name} and has the address of ${host.name}: clients, and whoever drains or looks at ${server.name}, are led to ${host.name}`,
        fixes: () => [
          {
            title: `Give server ${server.name} the address of ${namesake.name}, ${address}`,
            safe: false,
            edits: [withAddress(server, address)],
          },
        ],
      };
    }
  },
});
