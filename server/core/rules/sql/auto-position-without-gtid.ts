import { effectiveValue } from '../../model/defaults';
import { changesOf } from '../../model/replication-sql';
import { put } from '../option-edits';
import { markOf } from '../../model/replication-options';
import { clusterRule } from '../rule';

export default clusterRule({
  severity: 'error',
  summary: 'a position by GTID on a server without GTIDs',
  *check(cluster, { options: catalog }) {
    for (const { change, host, source } of changesOf(cluster)) {
      const auto = change.values.get('auto_position');
      if (auto?.value.text !== '1') continue;
      const lacking = [host, source].find((each) => {
        if (each?.target.product !== 'mysql') return false;
        const mode = effectiveValue(each, 'gtid_mode', catalog)?.value;
        return mode !== undefined && /^(off|0|off_permissive|1)$/i.test(mode);
      });
      if (!lacking) continue;
      const setting = lacking.options.effective('gtid_mode');
      const edits = [put(setting, 'gtid_mode', 'ON', markOf(lacking))].filter((edit) => edit !== undefined);
      yield {
        span: auto.name.span,
        message: `${auto.name.text} = 1 needs gtid_mode = ON on both sides, and ${lacking.name} runs without GTIDs: the statement is refused (error 1777), or the IO thread stops`,
        ...(setting && {
          related: [{ span: setting.valueSpan ?? setting.nameSpan, message: `the mode of ${lacking.name}` }],
        }),
        fixes: () =>
          edits.length > 0 && lacking.options.effective('enforce_gtid_consistency')
            ? [{ title: `Set gtid_mode = ON on ${lacking.name}`, safe: false, edits }]
            : [],
      };
    }
  },
});
