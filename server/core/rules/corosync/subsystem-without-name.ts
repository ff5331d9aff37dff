import { sectionsIn } from '../../model/corosync-settings';
import { blockRule } from '../rule';

export default blockRule({
  language: 'corosync',
  severity: 'error',
  summary: 'a section of the log that does not say whose log it is about',
  *check(block) {
    for (const { path, name, pairs, nameSpan } of sectionsIn(block)) {
      const wanted =
        path === 'logging.logger_subsys' ? 'subsys' : path === 'logging.logging_daemon' ? 'name' : undefined;
      if (wanted === undefined || pairs.some(({ key }) => key === wanted)) continue;
      yield { span: nameSpan, fatal: true, message: `This ${name} has no ${wanted}: corosync does not start` };
    }
  },
});
