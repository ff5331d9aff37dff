import type { OptionFact } from '../../catalog/options';
import { type Fix, replace } from '../finding';
import { optionRule } from '../rule';

export default optionRule({
  severity: 'error',
  summary: 'maximum- or autoset- before an option that takes no such prefix',
  *check(option) {
    const { written, value, nameSpan, resolution, facts, target } = option;
    const prefix = /^(maximum|autoset)[-_]/i.exec(written);
    if (!prefix || resolution.loose || facts.length === 0) return;
    const isMaximum = /^maximum/i.test(prefix[0]);
    if (isMaximum ? !facts.every(hasNoMaximum) : value === undefined || target.product !== 'mariadb') return;
    const name = written.slice(prefix[0].length);
    yield {
      span: { ...nameSpan, end: nameSpan.start + prefix[0].length },
      message: isMaximum
        ? `${resolution.name} has no maximum, because it is one value for the whole server: the server does not start`
        : `autoset- leaves the value to the server, so none may follow: the server does not start`,
      fatal: true,
      fixes: (): Fix[] => [{ title: `Write ${name}`, safe: false, edits: [replace(nameSpan, name)] }],
    };
  },
});

/**
 * Sessions have values of their own that a maximum can limit, though never of a fraction; plugins, InnoDB among them,
 * take the prefix in any case, and so do the names of logs and the filters of replication.
 */
function hasNoMaximum({ scope, type, plugin, name }: OptionFact): boolean {
  if (plugin !== undefined || ofPlugins.test(name)) return false;
  if (type === 'double') return true;
  const isWhole = type === 'integer' || type === 'boolean';
  return scope === 'global' && (isWhole || (type === 'string' && !listsOfNames.test(name)));
}

const ofPlugins = /^(innodb|aria|myisam|wsrep|mysqlx|feedback|(caching_)?sha(2|256)_password)_/;
const listsOfNames = /^(log_bin|log_bin_index|relay_log_index|(binlog|replicate)_.*)$/;
