import { isBefore, isFrom } from '../../catalog/haproxy-releases';
import { splitPort } from '../../model/haproxy-addresses';
import { wordSpan } from '../../syntax/haproxy';
import { liveSection } from '../combinators/live-section';

export default liveSection({
  severity: 'warning',
  summary: 'a peer without a port',
  *check({ block, section, statements }, { haproxyRelease: release }) {
    if (section.keyword !== 'peers' || statements.some(({ words }) => words[0]?.text === 'default-server')) return;
    for (const { words, line, certain } of statements) {
      const [keyword, , address] = words;
      if (!certain || keyword?.text !== 'peer' || !address || address.dynamic || address.expanded) continue;
      const { host, port } = splitPort(address.text);
      if (port !== undefined || !/^(\d+(\.\d+){3}|[a-z][\w.-]*)$/i.test(host)) continue;
      const refuses = isFrom('3.0', release);
      const later = isBefore('3.0', release) ? '' : ', and from 3.0 on HAProxy does not start';
      yield {
        span: wordSpan(block, line, address),
        severity: refuses ? 'error' : 'warning',
        ...(refuses && { fatal: true as const }),
        message: refuses
          ? `The peer ${address.text} has no port: HAProxy ${release} does not start`
          : `The peer ${address.text} has no port, so nothing is ever sent there${later}`,
      };
    }
  },
});
