import { inlineComment } from '../../model/corosync-comment';
import { sectionsIn } from '../../model/corosync-settings';
import { refusal } from '../../model/corosync-value';
import { closest } from '../../text/closest';
import { replace } from '../finding';
import { blockRule } from '../rule';

export default blockRule({
  language: 'corosync',
  severity: 'error',
  summary: 'a value that corosync refuses',
  *check(block, { catalogs }) {
    for (const section of sectionsIn(block)) {
      for (const pair of section.pairs) {
        const fact = catalogs.corosync.key(section.path, pair.key);
        // A comment behind the value is what is wrong then, and the value may be right.
        if (!fact || inlineComment(pair)) continue;
        const reason = refusal(fact, pair.value);
        if (reason === undefined) continue;
        const { value, valueSpan, keySpan } = pair;
        const isWord = fact.type !== 'integer';
        yield {
          span: value === '' ? keySpan : valueSpan,
          ...(isOptional(fact) ? { severity: 'warning' as const } : { fatal: true as const }),
          message: `${section.path}.${pair.key} ${value === '' ? 'has no value, but' : `is "${value}", but`} ${reason}: corosync does not start`,
          fixes: () => {
            const [meant, ...others] = isWord ? closestWord(value, fact.values ?? []) : [];
            return meant === undefined
              ? []
              : [{ title: `Write ${meant}`, safe: others.length === 0, edits: [replace(valueSpan, meant)] }];
          },
        };
      }
    }
  },
});

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

/** The words somebody may have meant: the same in other letters, a synonym, or a misspelt one. */
function closestWord(value: string, words: readonly string[]): string[] {
  const lower = value.toLowerCase();
  const same = words.find((word) => word === lower) ?? words.find((word) => sameMeaning[word]?.includes(lower));
  return same === undefined ? closest(lower, words) : [same];
}
