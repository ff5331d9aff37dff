import { isBefore, isFrom } from '../../catalog/haproxy-releases';
import { wordSpan } from '../../syntax/haproxy';
import type { Span } from '../../syntax/tree';
import { liveSection } from '../combinators/live-section';
import { type Fix, insertAfter, replace } from '../finding';

const since = '3.0';

export default liveSection({
  severity: 'warning',
  summary: 'headers hidden behind the version of option httpchk',
  *check({ block, statements }, { haproxyRelease: release }) {
    for (const { words, line, certain } of statements) {
      const [keyword, option, , , version] = words;
      if (!certain || keyword?.text !== 'option' || option?.text !== 'httpchk' || !version) continue;
      const [head = '', ...headers] = version.text.split(/\r?\n/);
      if (headers.length === 0) continue;
      const span = wordSpan(block, line, version);
      const refuses = isFrom(since, release);
      const then = isBefore(since, release) ? `HAProxy ${since} does` : `from ${since} on HAProxy does`;
      const harm = refuses ? `HAProxy ${release} does not start` : `${then} not start with them`;
      yield {
        span,
        severity: refuses ? 'error' : 'warning',
        ...(refuses && { fatal: true as const }),
        message: `Headers do not belong behind the version, they have a line of their own (http-check send): ${harm}`,
        fixes: () => fixes(span, head, headers),
      };
    }
  },
});

function fixes(span: Span, version: string, headers: readonly string[]): Fix[] {
  const sent = headers.filter((header) => header.trim() !== '').map((header) => /^([\w-]+):\s*(\S+)\s*$/.exec(header));
  if (sent.length === 0 || sent.includes(null)) return [];
  const words = sent.map((header) => ` hdr ${header?.[1]} ${header?.[2]}`).join('');
  const edits = [replace(span, version), insertAfter(span, `http-check send${words}`)];
  return [{ title: 'Send them by http-check send', safe: true, edits }];
}
