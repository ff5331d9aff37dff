import { pacemakerFiles } from '../../model/pacemaker/pacemaker-files';
import type { Name, PacemakerText } from '../../model/pacemaker/pacemaker';
import { closest } from '../../text/closest';
import { didYouMean, renamings } from '../combinators/did-you-mean';
import { clusterRule } from '../rule';

export default clusterRule({
  severity: 'error',
  summary: 'a constraint, a group or a clone names a resource that does not exist',
  *check(cluster) {
    const texts = pacemakerFiles(cluster);
    const given = texts.flatMap(({ resources, tags }) => [...resources.map(({ id }) => id), ...tags]);
    // A resource whose name only a script knows may be any.
    if (given.some(({ isKnown }) => !isKnown)) return;
    const names = new Set(given.map(({ name }) => name));
    for (const text of texts) {
      // Text without resources is added to a configuration that has them.
      if (text.resources.length === 0 && !text.isWhole) continue;
      const { isWhole } = text;
      for (const [what, { name, span, isKnown }] of usesIn(text)) {
        if (!isKnown || names.has(name)) continue;
        const near = closest(name, names);
        yield {
          span,
          // What is not in the repository may be in the running cluster, to which the text is added.
          severity: isWhole || near.length > 0 ? 'error' : 'warning',
          message: `${what} names ${name}, and no resource is called so: ${isWhole || /constraint/.test(what) ? 'the configuration is refused' : 'it is left out, or all of the configuration is refused'}${didYouMean(near)}`,
          fixes: () => renamings(span, near, false),
        };
      }
    }
  },
});

function usesIn({ resources, constraints, isWhole }: PacemakerText): (readonly [what: string, name: Name])[] {
  return [
    ...resources.flatMap(({ kind, id, members, template }) =>
      // In a CIB the members of a group are written within it.
      [...(isWhole ? [] : members), ...(template ? [template] : [])].map(
        (name) => [`${kind === 'promotable' ? 'Clone' : upper(kind)} ${id.name}`, name] as const,
      ),
    ),
    ...constraints.flatMap(({ kind, id, resources: used }) =>
      used.map((name) => [`${upper(kind)} constraint ${id.name}`, name] as const),
    ),
  ];
}

function upper(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
