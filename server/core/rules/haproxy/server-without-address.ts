import { liveSection } from '../combinators/live-section';

/** What stands before the options of a line, and an example of it. */
const wanted = new Map([
  ['server', { words: ['name', 'address'], example: 'server db1 10.0.0.1:3306' }],
  ['server-template', { words: ['prefix', 'number', 'address'], example: 'server-template db 3 db.example.org:3306' }],
]);

export default liveSection({
  severity: 'error',
  summary: 'a server line without a name or an address',
  *check({ block, section, statements }) {
    if (section.keyword !== 'backend' && section.keyword !== 'listen') return;
    for (const { words, line } of statements) {
      const [keyword, ...given] = words;
      const needs = wanted.get(keyword?.text ?? '');
      if (!keyword || !needs || given.length >= needs.words.length || given.some(({ dynamic }) => dynamic)) continue;
      const end = (given.at(-1) ?? keyword).end;
      const list = `a ${needs.words.slice(0, -1).join(', a ')} and an address`;
      yield {
        span: { block, line, start: keyword.start, end },
        fatal: true,
        message: `A ${keyword.text} line needs ${list}, such as "${needs.example}": HAProxy does not start`,
      };
    }
  },
});
