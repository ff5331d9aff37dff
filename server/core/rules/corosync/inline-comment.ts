import type { CorosyncCatalog } from '../../catalog/corosync';
import { inlineComment } from '../../model/corosync-comment';
import { overruledLines, sectionsIn } from '../../model/corosync-settings';
import { isCheckedInEffect } from '../../model/corosync-value';
import type { CorosyncPair, CorosyncSection } from '../../syntax/corosync';
import { insertBefore, replace } from '../finding';
import { fileRule } from '../rule';

export default fileRule({
  language: 'corosync',
  severity: 'error',
  summary: 'a comment behind a value, which corosync takes for a part of the value',
  *check(document, { catalogs }) {
    const overruled = overruledLines(document);
    for (const section of document.blocks.flatMap((block) => sectionsIn(block))) {
      for (const pair of section.pairs) {
        const comment = inlineComment(pair);
        if (!comment || pair.key.startsWith('exec_')) continue;
        const refused = refuses(catalogs.corosync, section, pair, overruled.has(pair));
        const outcome = refused ? 'it refuses the value and does not start' : `it reads the value "${pair.value}"`;
        const { value, text, span } = comment;
        const whole = { ...span, start: pair.valueSpan.start + value.length };
        yield {
          span,
          ...(refused ? { fatal: true as const } : { severity: 'warning' as const }),
          message: `corosync knows no comments behind a value: ${outcome}`,
          fixes: () =>
            value === ''
              ? []
              : [
                  {
                    title: 'Move the comment to a line of its own',
                    safe: true,
                    edits: [insertBefore(span, text), replace(whole, '')],
                  },
                ],
        };
      }
    }
  },
});

/** Whether the daemon checks the key's value, so that the comment in it stops the start; a free text swallows it. */
function refuses(
  catalog: CorosyncCatalog,
  section: CorosyncSection,
  pair: CorosyncPair,
  isOverruled: boolean,
): boolean {
  const { key, value } = pair;
  if (section.path === 'quorum' && key === 'provider') return !isOverruled;
  // It becomes a part of the name under which the daemon stores the section.
  if (section.path === 'logging.logger_subsys' && key === 'subsys') return true;
  if (section.path === 'nodelist.node' && /^ring[0-7]_addr$/.test(key)) return !isOverruled;
  const fact = catalog.key(section.path, key);
  // What only older releases read is taken as it stands, and corosync 3 is the judge here.
  if (!fact?.checked || fact.removed !== undefined || fact.type === 'string' || fact.type === 'path') return false;
  return !(isOverruled && isCheckedInEffect(fact, value));
}
