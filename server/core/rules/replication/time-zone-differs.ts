import { agreement } from '../combinators/agreement';

export default agreement({
  severity: 'warning',
  summary: 'servers of one replication graph live in different time zones',
  option: 'default_time_zone',
  outcome:
    'NOW(), events and TIMESTAMP columns show other times after a failover, and statements that replicas carry out themselves differ',
  countsDefaults: false,
  meaningOf: (value) => value.toLowerCase().replace(/^(utc|etc\/utc|\+0?0:00|-0?0:00)$/, '+00:00'),
});
