import { nameOfTarget } from '../../model/option-lines';
import { replace } from '../finding';
import { optionRule } from '../rule';

export default optionRule({
  severity: 'info',
  summary: 'an option that a coming release will no longer have',
  *check({ facts, resolution, nameSpan, target, isKnown, written }) {
    if (target.series === undefined || !isKnown || facts.length === 0 || resolution.abbreviated) return;
    if (!facts.every(({ deprecated, noop }) => deprecated && !noop)) return;
    const said = facts[0]?.deprecated;
    const { replacement } = said ?? {};
    const since = said?.since === undefined ? '' : ` since ${said.since}`;
    // Behind skip- and loose- the new name would stand in the place of both.
    const isPlain = written.toLowerCase().replaceAll('-', '_') === resolution.name;
    const isName = replacement !== undefined && /^\w+$/.test(replacement);
    yield {
      span: nameSpan,
      message: `${resolution.name} is deprecated in ${nameOfTarget(target)}${since}: a coming release will not start with it, or ignore it${replacement === undefined ? '' : `; its successor is ${replacement}`}`,
      fixes: () =>
        isName && isPlain
          ? [{ title: `Write ${replacement}`, safe: false, edits: [replace(nameSpan, replacement)] }]
          : [],
    };
  },
});
