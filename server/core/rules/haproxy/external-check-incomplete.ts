import { sectionsOf } from '../../model/haproxy-files';
import { collectedProxies, isEnabled, nameOf } from '../../model/haproxy-proxies';
import { perReading, type Reading } from '../../model/haproxy-reading';
import { decidingLine, healthCheck, sectionOf } from '../../model/proxy-options';
import { wordSpan } from '../../syntax/haproxy';
import { hostRule } from '../rule';

export default hostRule({
  severity: 'error',
  summary: 'a check by a program that is not named, not to be found, or not allowed',
  *check(host) {
    // What stands in a global section that is not here nobody can tell.
    const globals = sectionsOf(host, 'global');
    const isForbidden = globals.length > 0 && !globals.some(mayAllow);
    for (const proxy of using(host)) {
      const check = healthCheck(proxy);
      if (check === 'unknown') continue;
      // Of several checks the last one is used.
      const option = check?.kind === 'external-check' ? check.line : undefined;
      const command = decidingLine(proxy, 'external-check', isLine('command'));
      const path = decidingLine(proxy, 'external-check', isLine('path'));
      const blamed = option ?? command;
      if (blamed === undefined || path === 'unknown' || blamed === 'unknown' || command === 'unknown') continue;
      const word = blamed.words[0];
      const program = command?.prefix ? undefined : command?.words[2];
      if (!word || program?.dynamic) continue;
      const why =
        option && isForbidden
          ? 'the global section does not allow that with external-check'
          : option && !program
            ? 'no line "external-check command" says which'
            : program && !program.text.startsWith('/') && !path
              ? `${program.text} is no absolute path, and no line "external-check path" says where it is`
              : undefined;
      if (why === undefined) continue;
      yield {
        span: { ...wordSpan(sectionOf(proxy, blamed).block, blamed.line, word), end: (blamed.words[1] ?? word).end },
        fatal: true,
        message: `${nameOf(proxy)} is to check its servers with a program, but ${why}: HAProxy does not start`,
      };
    }
  },
});

type Line = Parameters<typeof sectionOf>[1];
type Checked = Parameters<typeof sectionOf>[0];

const isLine =
  (name: string) =>
  ({ words }: Line): boolean =>
    words[1]?.text === name;

const usesPrograms = perReading(({ statements }): boolean =>
  statements.some(({ words }) => words[0]?.text === 'external-check' || words[1]?.text === 'external-check'),
);

function inherits(proxy: Checked): boolean {
  for (let from = proxy.defaults; from && from !== 'unknown'; from = from.base)
    if (usesPrograms(from.block)) return true;
  return false;
}

/** Whether a global section allows programs, or may do so. */
function mayAllow({ statements }: Reading): boolean {
  return statements.some(({ words }) => words[0]?.text === 'external-check' || words[0]?.dynamic);
}

/** The proxies in service whose lines, or those they inherit, speak of such checks. */
const using = collectedProxies((proxy) =>
  isEnabled(proxy) && proxy.defaults !== 'unknown' && (usesPrograms(proxy.block) || inherits(proxy))
    ? proxy
    : undefined,
);
