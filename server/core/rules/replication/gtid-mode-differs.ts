import { agreement } from '../combinators/agreement';

const modes = ['off', 'off_permissive', 'on_permissive', 'on'];

export default agreement({
  severity: 'warning',
  summary: 'servers of one replication graph have different GTID modes',
  option: 'gtid_mode',
  outcome:
    'a replica stops at the first change that comes with a GTID where it must have none, or without one where it must have one',
  concerns: ({ target }) => target.product === 'mysql',
  meaningOf: (value) => modes[Number(value)] ?? modes.find((mode) => mode === value.toLowerCase()),
  severityOf: (one, other) => (Math.abs(modes.indexOf(one) - modes.indexOf(other)) > 1 ? 'error' : 'warning'),
});
