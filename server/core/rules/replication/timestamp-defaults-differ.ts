import { agreement, meaningOfSwitch } from '../combinators/agreement';

export default agreement({
  severity: 'warning',
  summary: 'servers of one replication graph make different columns of one CREATE TABLE',
  option: 'explicit_defaults_for_timestamp',
  outcome: 'the same CREATE TABLE gives columns that fill themselves in on one of them and not on the other',
  meaningOf: meaningOfSwitch,
});
