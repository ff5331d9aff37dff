import { replicatesWith } from '../../model/wsrep';
import { hostRule } from '../rule';

export default hostRule({
  severity: 'error',
  summary: 'a Galera node that has no wsrep_cluster_address to begin with',
  *check(host) {
    const { options, target, name } = host;
    const on = options.effective('wsrep_on');
    if (target.product !== 'mariadb' || !on || !replicatesWith(host)) return;
    const address = options.effective('wsrep_cluster_address');
    const method = options.value('wsrep_sst_method') ?? 'rsync';
    if (address?.value || /^mysqldump$/i.test(method)) return;
    const line = address ?? on;
    yield {
      span: line.valueSpan ?? line.nameSpan,
      message: `wsrep_on makes ${name} a Galera node and wsrep_cluster_address is not set: state transfer by ${method} wants it from the start, and the server does not start`,
      fatal: true,
    };
  },
});
