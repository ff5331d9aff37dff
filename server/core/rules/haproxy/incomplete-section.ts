import { lineSpan } from '../../syntax/tree';
import { liveSection } from '../combinators/live-section';

export default liveSection({
  severity: 'error',
  summary: 'a section that lacks the line it cannot do without',
  *check({ block, section, statements }) {
    const needed = needs[section.keyword];
    if (needed === undefined || statements.some(({ words }) => words[0]?.text === needed || words[0]?.dynamic)) return;
    yield {
      span: lineSpan(block, 0),
      fatal: true,
      message: `This ${section.keyword} section has no ${needed} line: HAProxy does not start`,
    };
  },
});

const needs: Readonly<Record<string, string>> = { cache: 'total-max-size', program: 'command', 'fcgi-app': 'docroot' };
