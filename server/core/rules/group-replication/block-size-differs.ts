import { readInteger } from '../../model/option-numbers';
import { groupHostsOf } from '../../model/replication-groups';
import { agreement } from '../combinators/agreement';

export default agreement({
  severity: 'error',
  summary: 'members of one group reserve GTIDs in blocks of different sizes',
  option: 'group_replication_gtid_assignment_block_size',
  outcome: 'a group takes no member with another size, so START GROUP_REPLICATION is refused (error 3092)',
  setsOf: groupHostsOf,
  meaningOf: (value) => readInteger(value)?.toString(),
});
