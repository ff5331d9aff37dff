import { sectionsOf } from '../../model/haproxy-files';
import { isEnabled, nameOf, proxiesOf } from '../../model/haproxy-proxies';
import type { Reading } from '../../model/haproxy-reading';
import { healthCheck } from '../../model/proxy-options';
import { wordSpan } from '../../syntax/haproxy';
import { type Edit, insertAfter } from '../finding';
import { hostRule } from '../rule';

export default hostRule({
  severity: 'warning',
  summary: 'a check by a program, which HAProxy may not start',
  *check(host) {
    const globals = sectionsOf(host, 'global').map(externalChecks);
    // Without external-check HAProxy refuses the file, which another rule says.
    const allowed = globals.find(({ line }) => line);
    if (!allowed?.line || globals.some(({ forks }) => forks) || !globals.some(({ leavesRoot }) => leavesRoot)) return;
    for (const proxy of proxiesOf(host)) {
      const check = isEnabled(proxy) ? healthCheck(proxy) : undefined;
      if (!check || check === 'unknown' || check.kind !== 'external-check' || check.section !== proxy) continue;
      const [keyword, option] = check.line.words;
      if (!keyword || !option) continue;
      yield {
        span: { ...wordSpan(proxy.block, check.line.line, keyword), end: option.end },
        message: `${nameOf(proxy)} checks its servers with a program, but without insecure-fork-wanted in the global section HAProxy may start none once it is no longer root: it warns, and all servers go down`,
        fixes: (): { title: string; safe: boolean; edits: Edit[] }[] => {
          const { line } = allowed;
          return line
            ? [
                {
                  title: 'Allow HAProxy to start programs',
                  safe: false,
                  edits: [insertAfter(line, 'insecure-fork-wanted')],
                },
              ]
            : [];
        },
      };
    }
  },
});

function externalChecks({ block, statements }: Reading) {
  const find = (name: string) => statements.find(({ words, prefix }) => !prefix && words[0]?.text === name);
  const allowed = find('external-check');
  const [word] = allowed?.words ?? [];
  const account = (find('user') ?? find('uid'))?.words[1]?.text;
  return {
    line: allowed && word ? wordSpan(block, allowed.line, word) : undefined,
    forks: find('insecure-fork-wanted') !== undefined,
    leavesRoot: account !== undefined && account !== 'root' && account !== '0',
  };
}
