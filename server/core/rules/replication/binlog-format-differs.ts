import { writesBinaryLog } from '../../model/replication-options';
import { agreement } from '../combinators/agreement';

const words = ['mixed', 'statement', 'row'];

export default agreement({
  severity: 'warning',
  summary: 'servers of one replication graph log changes in different formats',
  option: 'binlog_format',
  outcome:
    'a promotion changes what the binary log holds, and a replica that logs statements refuses rows (error 1666)',
  concerns: (host) => writesBinaryLog(host) === true && !host.roles.has('galera-node'),
  meaningOf: (value) => words[Number(value)] ?? words.find((word) => word.startsWith(value.toLowerCase())) ?? value,
});
