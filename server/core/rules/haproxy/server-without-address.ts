import { liveSection } from '../combinators/live-section';

export default liveSection({
  severity: 'error',
  summary: 'a server line without a name or an address',
  *check({ block, section, statements }) {
    if (section.keyword !== 'backend' && section.keyword !== 'listen') return;
    for (const { words, line } of statements) {
      const [keyword, name, address] = words;
      if (keyword?.text !== 'server' || address || name?.dynamic) continue;
      const end = (name ?? keyword).end;
      yield {
        span: { block, line, start: keyword.start, end },
        fatal: true,
        message: `A server line needs a name and an address, such as "server db1 10.0.0.1:3306": HAProxy does not start`,
      };
    }
  },
});
