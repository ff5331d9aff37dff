import type { KeyFact } from '../../catalog/corosync';
import { inlineComment } from '../../model/corosync-comment';
import { overruledLines, sectionsIn } from '../../model/corosync-settings';
import { isCheckedInEffect, refusal } from '../../model/corosync-value';
import type { CorosyncPair, CorosyncSection } from '../../syntax/corosync';
import { closest } from '../../text/closest';
import { replace, type Report } from '../finding';
import { fileRule } from '../rule';

export default fileRule({
  language: 'corosync',
  severity: 'error',
  summary: 'a value that corosync refuses',
  *check(document, { catalogs }) {
    const overruled = overruledLines(document);
    for (const section of document.blocks.flatMap((block) => sectionsIn(block))) {
      for (const pair of section.pairs) {
        const fact = catalogs.corosync.key(section.path, pair.key);
        // A comment behind the value is what is wrong then, and the value may be right.
        if (!fact || inlineComment(pair)) continue;
        const reason = refusal(fact, pair.value);
        if (reason === undefined || (overruled.has(pair) && isCheckedInEffect(fact, pair.value))) continue;
        yield refused(section, pair, fact, reason);
      }
    }
  },
});

function refused(section: CorosyncSection, pair: CorosyncPair, fact: KeyFact, reason: string): Report {
  const { key, value, valueSpan, keySpan } = pair;
  return {
    span: value === '' ? keySpan : valueSpan,
    ...(isOptional(fact) ? { severity: 'warning' } : { fatal: true }),
    message: `${section.path}.${key} ${value === '' ? 'has no value, but' : `is "${value}", but`} ${reason}: corosync does not start`,
    fixes: () => {
      const [meant, ...others] = fact.type === 'integer' ? [] : closestWord(value, fact.values ?? []);
      return meant === undefined
        ? []
        : [{ title: `Write ${meant}`, safe: others.length === 0, edits: [replace(valueSpan, meant)] }];
    },
  };
}

/** Values that hang on what a release or its libknet brings along; an older or newer one may take another word. */
function isOptional({ key, since }: { readonly key: string; readonly since?: string | undefined }): boolean {
  return key === 'crypto_model' || key === 'knet_compression_model' || (since !== undefined && /^3\.1\./.test(since));
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
