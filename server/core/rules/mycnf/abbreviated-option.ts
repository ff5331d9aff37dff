import { nameOfTarget, type OptionLine } from '../../model/option-lines';
import { replace, type Report } from '../finding';
import { optionRule } from '../rule';

export default optionRule({
  severity: 'warning',
  summary: 'a shortened option name',
  *check(option) {
    const { abbreviated, ambiguous, loose } = option.resolution;
    if (ambiguous) yield doubtful(option, ambiguous);
    else if (abbreviated) yield shortened(option, loose);
  },
});

function shortened(option: OptionLine, loose: boolean): Report {
  const { resolution, nameSpan, target, written } = option;
  const isRefused = target.product === 'mysql' && !loose;
  const full = prefixOf(written, resolution.name) + resolution.name;
  return {
    span: nameSpan,
    severity: isRefused ? 'error' : 'warning',
    message: isRefused
      ? `${nameOfTarget(target)} takes no shortened names: it does not know ${written}, short for ${resolution.name}, and does not start`
      : `${written} is short for ${resolution.name}: MariaDB takes it until another option begins alike, MySQL not at all`,
    ...(isRefused && { fatal: true as const }),
    fixes: () => [{ title: `Write ${full}`, safe: true, edits: [replace(nameSpan, full)] }],
  };
}

function doubtful({ nameSpan, written }: OptionLine, meanings: readonly string[]): Report {
  return {
    span: nameSpan,
    severity: 'error',
    message: `${written} is short for several options (${meanings.slice(0, 4).join(', ')}): the server does not start`,
    fatal: true,
    fixes: () =>
      meanings.slice(0, 4).map((name) => ({ title: `Write ${name}`, safe: false, edits: [replace(nameSpan, name)] })),
  };
}

/** The prefixes before the shortened name: `skip-`, `loose-`. */
function prefixOf(written: string, name: string): string {
  const prefix = /^((loose|skip|disable|enable|maximum|autoset)[-_])+/i.exec(written)?.[0] ?? '';
  return name.startsWith(prefix.toLowerCase().replaceAll('-', '_')) ? '' : prefix;
}
