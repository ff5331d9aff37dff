import { isPlaceholder } from '../../model/placeholder';
import { groupHostsOf } from '../../model/replication-groups';
import { agreement } from '../combinators/agreement';

export default agreement({
  severity: 'error',
  summary: 'members that have the same seeds carry different group names',
  option: 'group_replication_group_name',
  outcome:
    'they refuse one another ("it is aimed at another group"), and START GROUP_REPLICATION gives up after a minute',
  setsOf: groupHostsOf,
  meaningOf: (value) => (isPlaceholder(value) ? undefined : value),
});
