import { versionNumber } from '../../catalog/release';
import type { Host } from '../../model/host';
import type { Setting } from '../../model/setting';
import { put } from '../option-edits';
import { hostRule } from '../rule';

export default hostRule({
  severity: 'error',
  summary: 'gtid_mode = ON without enforce_gtid_consistency = ON',
  *check(host) {
    const mode = host.options.effective('gtid_mode');
    const consistency = host.options.effective('enforce_gtid_consistency');
    if (host.target.product !== 'mysql' || isEnforced(consistency)) return;
    const isDefault = bothOnByDefault(host);
    if (!isModeOn(mode) && !(mode === undefined && isDefault)) return;
    if (!consistency && isDefault) return;
    const at = consistency ?? mode;
    if (!at) return;
    // Without the release the default is not known, which is ON from 9.5 on.
    const isSure = consistency !== undefined ? mode !== undefined : isDefault === false;
    const edit = put(consistency, 'enforce_gtid_consistency', 'ON', mode);
    yield {
      span: at.valueSpan ?? at.nameSpan,
      message: `gtid_mode = ON requires enforce_gtid_consistency = ON: the server does not start${isSure || isDefault !== undefined ? '' : ' (before MySQL 9.5, where that is the default)'}`,
      ...(isSure && { fatal: true as const }),
      fixes: () => (edit ? [{ title: 'Set enforce_gtid_consistency = ON', safe: true, edits: [edit] }] : []),
    };
  },
});

function isModeOn(mode: Setting | undefined): boolean {
  return mode !== undefined && /^(on|3)$/i.test(mode.value ?? '');
}

function isEnforced(setting: Setting | undefined): boolean {
  return setting !== undefined && !setting.negated && /^(on|1|true)$/i.test(setting.value ?? 'on');
}

/** Both options are ON by default from MySQL 9.5 on; undefined for an unknown release. */
function bothOnByDefault({ target: { series } }: Host): boolean | undefined {
  return series === undefined ? undefined : versionNumber(series) >= versionNumber('9.5');
}
