import type { CorosyncCatalog } from '../../catalog/corosync';
import { refusal } from '../../model/corosync-value';
import { corosyncSections, type CorosyncPair, type CorosyncSection, pairsOutside } from '../../syntax/corosync';
import { didYouMean, renamings } from '../combinators/did-you-mean';
import type { Report } from '../finding';
import { blockRule } from '../rule';

export default blockRule({
  language: 'corosync',
  severity: 'warning',
  summary: 'a key or a section that corosync does not know and silently ignores',
  *check(block, { catalogs: { corosync } }) {
    for (const { key, keySpan } of pairsOutside(block)) {
      if (key !== '')
        yield { span: keySpan, message: `${key} stands outside every section: corosync ignores it without a word` };
    }
    for (const section of corosyncSections(block)) yield* inSection(section, corosync);
  },
});

function* inSection(section: CorosyncSection, catalog: CorosyncCatalog): Generator<Report> {
  if (!catalog.section(section.path).known) {
    // Another rule has more to say of this one.
    if (section.path !== 'service') yield unknownSection(section, catalog);
    return;
  }
  for (const pair of section.pairs) {
    const isLink = section.path === 'nodelist.node' && /^ring-?\d+_addr$/.test(pair.key);
    if (isLink) yield* surplusLink(pair);
    else if (pair.key !== '' && !catalog.key(section.path, pair.key)) yield unknownKey(section, pair, catalog);
  }
  for (const child of section.children) yield* inSection(child, catalog);
}

/** The daemon reads the number of the link whatever it is, and has eight. */
function* surplusLink({ key, keySpan }: CorosyncPair): Generator<Report> {
  const link = Number(key.slice('ring'.length, -'_addr'.length));
  if (link >= 0 && link <= 7) return;
  const message = `There are the links 0 to 7, and ${key} is none of them: corosync does not start`;
  yield { span: keySpan, severity: 'error', fatal: true, message };
}

function unknownSection({ path, name, nameSpan }: CorosyncSection, catalog: CorosyncCatalog): Report {
  const suggestions = catalog.suggestSection(path, name);
  return {
    span: nameSpan,
    message: `corosync has no section ${path} and silently ignores all that stands in it${didYouMean(suggestions)}`,
    fixes: () => renamings(nameSpan, suggestions, false),
  };
}

/** The two sections of which the daemon reads every key; an unknown one stops it. */
const strictSections = new Set(['uidgid', 'totem.interface.member']);

/** Sections whose keys decide whether the cluster forms and keeps quorum: a misspelt one is no trifle. */
const vital = /^(totem|quorum|nodelist)(\.|$)/;

function unknownKey(section: CorosyncSection, { key, value, keySpan }: CorosyncPair, catalog: CorosyncCatalog): Report {
  const { path, pairs } = section;
  const suggestions = catalog.suggest(path, key);
  const strict = strictSections.has(path);
  const outcome = strict ? 'corosync does not start' : 'corosync silently ignores the line';
  return {
    span: keySpan,
    severity: strict || (suggestions.length > 0 && vital.test(path)) ? 'error' : 'warning',
    ...(strict && { fatal: true as const }),
    message: `${path} has no key ${key}, so ${outcome}${didYouMean(suggestions)}`,
    fixes: () => {
      const free = suggestions.filter((name) => !pairs.some((other) => other.key === name));
      return renamings(
        keySpan,
        free,
        suggestions.every((name) => isTaken(catalog, path, name, value)),
      );
    },
  };
}

/** Whether the daemon takes the value under the right name: what it ignored before must not stop it now. */
function isTaken(catalog: CorosyncCatalog, path: string, key: string, value: string): boolean {
  const fact = catalog.key(path, key);
  return fact !== undefined && refusal(fact, value) === undefined;
}
