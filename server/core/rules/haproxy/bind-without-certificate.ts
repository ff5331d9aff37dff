import { wordSpan } from '../../syntax/haproxy';
import { liveSection } from '../combinators/live-section';

export default liveSection({
  severity: 'error',
  summary: 'a bind line speaks TLS without a certificate',
  *check({ block, section, statements }) {
    if (!/^(frontend|listen)$/.test(section.keyword)) return;
    // Certificates may also come from lines of their own (3.2).
    if (statements.some(({ words }) => words[0]?.text === 'ssl-f-use')) return;
    for (const { words, line } of statements) {
      if (words[0]?.text !== 'bind' || words.some(({ expanded }) => expanded)) continue;
      const options = words.slice(2);
      const tls = options.find(({ text }) => text === 'ssl');
      if (!tls || options.some(({ text }) => /^(crt|crt-list|default-crt|strict-sni)$/.test(text))) continue;
      yield {
        span: wordSpan(block, line, tls),
        fatal: true,
        message: 'This bind line has ssl but no crt: HAProxy does not start',
      };
    }
  },
});
