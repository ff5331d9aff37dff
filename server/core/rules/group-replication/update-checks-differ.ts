import { groupHostsOf } from '../../model/replication-groups';
import { agreement, meaningOfSwitch } from '../combinators/agreement';

export default agreement({
  severity: 'error',
  summary: 'members of one group disagree on the checks of a group with several primaries',
  option: 'group_replication_enforce_update_everywhere_checks',
  outcome: 'a group takes no member with another setting, so START GROUP_REPLICATION is refused (error 3092)',
  setsOf: groupHostsOf,
  meaningOf: meaningOfSwitch,
});
