import { aclsAskedBy } from '../../model/haproxy-acls';
import { wordSpan } from '../../syntax/haproxy';
import { closest } from '../../text/closest';
import { didYouMean, renamings } from '../combinators/did-you-mean';
import { liveSection } from '../combinators/live-section';

export default liveSection({
  severity: 'error',
  summary: 'a condition asks for an ACL that its section does not define above',
  *check({ block, section, statements }) {
    const defined = new Set<string>();
    for (const statement of statements) {
      const [keyword, name] = statement.words;
      if (keyword?.text === 'acl' && name) {
        defined.add(name.text);
        // What the environment names may be any name.
        if (name.expanded) return;
      }
      if (!statement.certain) continue;
      for (const asked of aclsAskedBy(statement)) {
        const acl = asked.text.replace(/^!+/, '');
        if (defined.has(acl) || predefined.test(acl)) continue;
        const span = { ...wordSpan(block, statement.line, asked), start: asked.end - acl.length };
        const suggestions = nearest(acl, defined);
        yield {
          span,
          fatal: true,
          message: `There is no ACL ${acl} above this line in ${section.keyword}${section.name === undefined ? '' : ` ${section.name}`}: HAProxy does not start${didYouMean(suggestions)}`,
          fixes: () => (asked.quoted ? [] : renamings(span, suggestions)),
        };
      }
    }
  },
});

/** ACLs every proxy has. */
const predefined =
  /^(TRUE|FALSE|HTTP|HTTP_[\d.]+|HTTP_CONTENT|HTTP_URL_(ABS|SLASH|STAR)|LOCALHOST|METH_[A-Z]+|RDP_COOKIE|REQ_CONTENT|WAIT_END)$/;

function nearest(name: string, defined: ReadonlySet<string>): string[] {
  const same = [...defined].filter((other) => other.toLowerCase() === name.toLowerCase());
  return same.length > 0 ? same : closest(name, defined);
}
