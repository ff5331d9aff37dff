import { isLoopback } from '../../model/addresses';
import type { Host } from '../../model/host';
import { defaultPort, listening } from '../../model/listening';
import type { Setting } from '../../model/setting';
import { sharing } from '../combinators/sharing';
import { put } from '../option-edits';
import { clusterRule } from '../rule';

export default clusterRule({
  severity: 'warning',
  summary: 'a replica gives its source a name or a port by which nobody finds it',
  *check(cluster) {
    if (cluster.databases.length < 2) return;
    const named = cluster.databases.flatMap((host) => {
      const setting = host.options.effective('report_host');
      return setting ? [{ host, setting }] : [];
    });
    for (const { host, setting } of named) {
      const { value } = setting;
      if (value !== undefined && value !== '' && !isLoopback(value)) continue;
      yield {
        span: spanOf(setting),
        message: `${host.name} tells its source ${value ? `that it is ${value}` : 'no name'}: SHOW REPLICAS, orchestrator and MySQL Shell look for it in the wrong place`,
        fixes: () => fix(setting, 'report_host', host.name),
      };
    }
    const same = sharing(named, ({ host, setting }) =>
      setting.value ? `${setting.value.toLowerCase()}:${portOf(host)}` : undefined,
    );
    for (const [, users] of same) {
      const [first, ...others] = users;
      for (const { host, setting } of others) {
        if (setting.nameSpan === first.setting.nameSpan || isLoopback(setting.value ?? '')) continue;
        yield {
          span: spanOf(setting),
          message: `${host.name} and ${first.host.name} both tell their source that they are ${setting.value}: managers of failover take them for one server`,
          related: [{ span: spanOf(first.setting), message: `of ${first.host.name}` }],
          fixes: () => fix(setting, 'report_host', host.name),
        };
      }
    }
    for (const host of cluster.databases) {
      const setting = host.options.effective('report_port');
      const where = listening(host);
      const wanted = where?.ports[0] ?? defaultPort;
      if (
        !setting?.value ||
        !/^\d+$/.test(setting.value) ||
        Number(setting.value) === 0 ||
        Number(setting.value) === wanted
      )
        continue;
      // Without a line for the port another file may give one.
      if (!where?.portSetting) continue;
      yield {
        span: spanOf(setting),
        message: `${host.name} tells its source port ${setting.value} and listens on ${wanted}: managers of failover do not reach it`,
        related: [{ span: spanOf(where.portSetting), message: 'the port it listens on' }],
        fixes: () => fix(setting, 'report_port', String(wanted)),
      };
    }
  },
});

function spanOf(setting: Setting) {
  const { nameSpan, valueSpan } = setting;
  return valueSpan && valueSpan.end > valueSpan.start ? valueSpan : nameSpan;
}

function portOf(host: Host): number {
  return listening(host)?.ports[0] ?? defaultPort;
}

function fix(setting: Setting, name: string, value: string) {
  const edit = put(setting, name, value, setting);
  return edit ? [{ title: `Write ${value}`, safe: false, edits: [edit] }] : [];
}
