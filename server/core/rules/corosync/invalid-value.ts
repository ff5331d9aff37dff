import type { KeyFact } from '../../catalog/corosync';
import { inlineComment } from '../../model/corosync-comment';
import { isCorosyncFrom } from '../../model/corosync-release';
import { corosyncSettings, isForCorosync2, overruledLines, sectionsIn } from '../../model/corosync-settings';
import { isCheckedInEffect, refusal } from '../../model/corosync-value';
import type { CorosyncPair, CorosyncSection } from '../../syntax/corosync';
import { closest } from '../../text/closest';
import { replace, type Report } from '../finding';
import { fileRule } from '../rule';

export default fileRule({
  language: 'corosync',
  severity: 'error',
  summary: 'a value that corosync refuses',
  *check(document, { catalogs, corosyncRelease }) {
    const overruled = overruledLines(document);
    const isForTwo = isForCorosync2(corosyncSettings(document), corosyncRelease);
    for (const section of document.blocks.flatMap((block) => sectionsIn(block))) {
      for (const pair of section.pairs) {
        const fact = catalogs.corosync.key(section.path, pair.key);
        // A comment behind the value is what is wrong then, and the value may be right.
        if (!fact || inlineComment(pair)) continue;
        const reason = refusal(fact, pair.value);
        if (reason === undefined || (overruled.has(pair) && isCheckedInEffect(fact, pair.value))) continue;
        const isOfTwo = isForTwo && ofCorosync2[`${section.path}.${pair.key}`] === pair.value;
        if (isOfTwo && corosyncRelease !== undefined) continue;
        yield refused(section, pair, fact, reason, !isOfTwo && isCertain(fact, corosyncRelease));
      }
    }
  },
});

/** What corosync 2 took and corosync 3 refuses. */
const ofCorosync2: Readonly<Record<string, string>> = { 'totem.crypto_cipher': '3des', 'totem.transport': 'iba' };

function refused(
  section: CorosyncSection,
  pair: CorosyncPair,
  fact: KeyFact,
  reason: string,
  isFatal: boolean,
): Report {
  const { key, value, valueSpan, keySpan } = pair;
  return {
    span: value === '' ? keySpan : valueSpan,
    ...(isFatal ? { fatal: true } : { severity: 'warning' }),
    message: `${section.path}.${key} ${value === '' ? 'has no value, but' : `is "${value}", but`} ${reason}: corosync does not start`,
    fixes: () => {
      const [meant, ...others] = fact.type === 'integer' ? [] : closestWord(value, fact.values ?? []);
      return meant === undefined
        ? []
        : [{ title: `Write ${meant}`, safe: others.length === 0, edits: [replace(valueSpan, meant)] }];
    },
  };
}

/**
 * Whether the daemon refuses the value: one that is older than a key takes it for an unknown one, and 3.1.2 starts
 * whatever the compression is called.
 */
function isCertain({ key, since }: KeyFact, release: string | undefined): boolean {
  if (key === 'knet_compression_model') return isCorosyncFrom('3.1.7', release);
  return since === undefined || !/^3\.1\./.test(since) || isCorosyncFrom(since, release);
}

const sameMeaning: Readonly<Record<string, readonly string[]>> = {
  on: ['yes', 'true', '1'],
  off: ['no', 'false', '0'],
  yes: ['on', 'true', '1'],
  no: ['off', 'false', '0'],
};

/** The words somebody may have meant: the only one there is, the same in other letters, a synonym, or a misspelt one. */
function closestWord(value: string, words: readonly string[]): string[] {
  if (words.length === 1) return [...words];
  const lower = value.toLowerCase();
  const same = words.find((word) => word === lower) ?? words.find((word) => sameMeaning[word]?.includes(lower));
  return same === undefined ? closest(lower, words) : [same];
}
