import { agreement } from '../combinators/agreement';

export default agreement({
  severity: 'info',
  summary: 'servers of one replication graph have InnoDB pages of different sizes',
  option: 'innodb_page_size',
  outcome: 'none of them can be made from a physical copy of the other (mariabackup, XtraBackup, CLONE)',
  meaningOf: (value) => value.toLowerCase().replace(/^(\d+)k$/, (_, kib: string) => String(Number(kib) * 1024)),
  isFixed: true,
});
