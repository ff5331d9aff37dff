import { groupHostsOf } from '../../model/replication-groups';
import { agreement, meaningOfSwitch } from '../combinators/agreement';

export default agreement({
  severity: 'error',
  summary: 'members of one group disagree on how many of them take writes',
  option: 'group_replication_single_primary_mode',
  outcome: 'a group takes no member with another mode, so START GROUP_REPLICATION is refused (error 3092)',
  setsOf: groupHostsOf,
  meaningOf: meaningOfSwitch,
});
