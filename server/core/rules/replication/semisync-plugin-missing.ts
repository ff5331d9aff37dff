import type { Host } from '../../model/host';
import { commandLine, type Setting } from '../../model/setting';
import { type Fix, insertBefore, replace } from '../finding';
import { hostRule } from '../rule';

type Side = 'source' | 'replica' | 'master' | 'slave';

const twins: Readonly<Record<Side, Side>> = { source: 'master', master: 'source', replica: 'slave', slave: 'replica' };

export default hostRule({
  severity: 'warning',
  summary: 'options of semi-synchronous replication without the plugin they belong to',
  *check(host) {
    if (host.target.product !== 'mysql') return;
    if (![...host.options.names].some((name) => name.startsWith('rpl_semi_sync_'))) return;
    const loaded = loadedSides(host);
    const told = new Set<Side>();
    for (const setting of host.options.stream) {
      const side = /^rpl_semi_sync_(source|replica|master|slave)_/.exec(setting.name)?.[1] as Side | undefined;
      if (!side || setting.loose || loaded.has(side) || told.has(side)) continue;
      told.add(side);
      const twin = twins[side];
      const isMixed = loaded.has(twin);
      yield {
        span: setting.nameSpan,
        severity: isMixed ? 'error' : 'warning',
        message: isMixed
          ? `The plugin that is loaded here is semisync_${twin}, whose options are called rpl_semi_sync_${twin}_*: the server does not know ${setting.name} and does not start`
          : `${setting.name} belongs to the plugin semisync_${side}, which no line loads: unless it was installed on this server before, the server does not start ("unknown variable")`,
        fixes: () => (isMixed ? rename(host, side, twin) : load(setting, side)),
      };
    }
  },
});

/** The halves of semi-synchronous replication that option files load: `plugin_load_add = semisync_source.so`. */
function loadedSides({ options }: Host): ReadonlySet<Side> {
  const values = ['plugin_load', 'plugin_load_add', 'early_plugin_load'].flatMap((name) =>
    options.all(name).map(({ value }) => value ?? ''),
  );
  const found = values.join(';').matchAll(/semisync_(source|replica|master|slave)/g);
  return new Set([...found].map((match) => match[1] as Side));
}

/** Not safe: a plugin that INSTALL PLUGIN has installed is loaded without a line, and complains of one. */
function load(setting: Setting, side: Side): Fix[] {
  if (setting.group === commandLine) return [];
  const line = `plugin_load_add = semisync_${side}.so`;
  return [{ title: `Load semisync_${side}.so`, safe: false, edits: [insertBefore(setting.nameSpan, line)] }];
}

function rename({ options }: Host, side: Side, twin: Side): Fix[] {
  const settings = options.stream.filter(({ name }) => name.startsWith(`rpl_semi_sync_${side}_`));
  const spelled = (name: string): string =>
    name
      .replaceAll(side, twin)
      .replace('wait_for_slave', 'wait_for_replica')
      .replace('wait_no_slave', 'wait_no_replica');
  const back = (name: string): string =>
    name
      .replaceAll(side, twin)
      .replace('wait_for_replica', 'wait_for_slave')
      .replace('wait_no_replica', 'wait_no_slave');
  const edits = settings.map(({ nameSpan, name }) =>
    replace(nameSpan, twin === 'source' || twin === 'replica' ? spelled(name) : back(name)),
  );
  return [{ title: `Use the names of semisync_${twin}`, safe: false, edits }];
}
