import type { Setting } from '../../model/setting';
import { sharing } from '../combinators/sharing';
import { clusterRule } from '../rule';

export default clusterRule({
  severity: 'error',
  summary: 'two servers have the same server_uuid',
  *check(cluster) {
    const users = cluster.databases.flatMap((host) => {
      const setting = host.options.effective('server_uuid');
      return setting?.value === undefined ? [] : [{ host, setting, uuid: setting.value.toLowerCase() }];
    });
    for (const same of sharing(users, ({ uuid }) => uuid).values()) {
      // Several hosts that share a file have one line between them; a file of a data directory is of one host.
      for (const { host, setting } of same) {
        const others = same.filter((other) => other.host !== host && spanOf(other.setting) !== spanOf(setting));
        if (others.length === 0) continue;
        const names = others.map((other) => other.host.name).join(' and ');
        yield {
          span: spanOf(setting),
          message: `${host.name} has the server_uuid of ${names}: a replica refuses a source with its own uuid (error 1593), and two replicas with one uuid throw each other off their source. Stop ${host.name}, delete auto.cnf in its data directory and start it again`,
          related: others.map((other) => ({ span: spanOf(other.setting), message: `also that of ${other.host.name}` })),
        };
      }
    }
  },
});

const spanOf = ({ valueSpan, nameSpan }: Setting) => valueSpan ?? nameSpan;
