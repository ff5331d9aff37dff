import { pacemakerFiles } from '../../model/pacemaker/pacemaker-files';
import type { PacemakerText } from '../../model/pacemaker/pacemaker';
import { type Tie, tiesIn } from '../../model/pacemaker/ties';
import { lineSpan, type Span } from '../../syntax/tree';
import { type Fix, insertAfter } from '../finding';
import { clusterRule } from '../rule';

export default clusterRule({
  severity: 'warning',
  summary: 'nothing keeps the address where a database runs',
  *check(cluster) {
    for (const text of pacemakerFiles(cluster)) {
      const { all, together } = tiesIn(text);
      if (all.length === 0 || together.length > 0 || isFoundElsewhere(text)) continue;
      const judged = new Set<Span>();
      for (const tie of all) {
        const { address, database } = tie;
        if (judged.has(address.id.span) || isPlacedByRule(text, tie)) continue;
        judged.add(address.id.span);
        yield {
          span: address.id.span,
          message: `No colocation keeps ${address.id.name} with ${database.id.name}: when the database fails on a node the address stays there, and clients reach nothing`,
          related: [{ span: database.id.span, message: 'the database' }],
          fixes: () => colocate(tie, text),
        };
      }
    }
  },
});

/** Proxies that Pacemaker runs find the databases wherever the address is. */
function isFoundElsewhere({ resources }: PacemakerText): boolean {
  return resources.some(({ agent }) => agent && /^(haproxy|proxysql|maxscale|ldirectord|keepalived)/i.test(agent.type));
}

/** A location rule may follow an attribute that the agent of the database sets, such as `readable`. */
function isPlacedByRule({ constraints }: PacemakerText, { address, addressTop }: Tie): boolean {
  return constraints.some(
    ({ kind, hasRule, resources }) =>
      kind === 'location' &&
      hasRule &&
      resources.some(({ name }) => name === address.id.name || name === addressTop.id.name),
  );
}

function colocate({ addressTop, databaseTop }: Tie, { document }: PacemakerText): Fix[] {
  if (document.language !== 'crm') return [];
  const [address, database] = [addressTop.id.name, databaseTop.id.name];
  const isPromotable = databaseTop.kind === 'promotable';
  const role = isPromotable ? ':Promoted' : '';
  const action = isPromotable ? ':promote' : '';
  const last = [addressTop, databaseTop].map(({ id }) => id.span.block);
  const [first, second] = last.map((block) => document.startOf(block) ?? 0);
  const block = (first ?? 0) > (second ?? 0) ? last[0] : last[1];
  if (!block) return [];
  const end = block.lines.findLastIndex(({ text }) => text.trim() !== '');
  const span = { ...lineSpan(block, end), start: 0 };
  const start = isPromotable ? ':start' : '';
  const text = [
    `colocation ${address}-with-${database} inf: ${address} ${database}${role}`,
    `order ${database}-before-${address} Mandatory: ${database}${action} ${address}${start}`,
  ];
  return [
    {
      title: `Keep ${address} where ${database} runs, and start it after`,
      safe: false,
      edits: [outdented(span, text.join('\n'))],
    },
  ];
}

/** The last line of a statement may be indented; the new ones are statements of their own. */
function outdented(span: Span, text: string) {
  const line = span.block.lines[span.line]?.text ?? '';
  return line.startsWith(' ') || line.startsWith('\t')
    ? ({ kind: 'replace', span: { ...span, start: span.end, end: line.length }, text: `\n${text}` } as const)
    : insertAfter(span, text);
}
