import type { Catalogs } from '../../catalog/catalogs';
import { characterSetNames, isCharacterSet } from '../../model/character-sets';
import { effectiveValue } from '../../model/defaults';
import type { Host } from '../../model/host';
import { nameOfTarget } from '../../model/option-lines';
import type { Setting } from '../../model/setting';
import { closest } from '../../text/closest';
import type { Fix, Report } from '../finding';
import { setValue } from '../option-edits';
import { hostRule } from '../rule';

export default hostRule({
  severity: 'error',
  summary: 'a character set or collation the server does not have, or two that do not go together',
  *check(host, catalogs) {
    for (const name of ['character_set_server', 'character_set_filesystem']) {
      const setting = read(host, name);
      if (setting && !isCharacterSet(setting.value)) yield unknown(setting, 'character set');
    }
    const collation = read(host, 'collation_server');
    // There are too many collations to know them all, but none has other signs than letters, figures and underscores, or figures alone.
    if (collation && !/^(?!\d+$)\w+$/.test(collation.value)) yield unknown(collation, 'collation');
    else if (collation) yield* mismatch(host, collation, catalogs);
  },
});

type Read = Setting & { readonly value: string };

/** The line that decides: of these options the servers look at no other. */
function read(host: Host, name: string): Read | undefined {
  const setting = host.options.effective(name);
  // A name that is switched off stands for the value 0, which is no character set either.
  if (setting?.negated) return { ...setting, value: '0', valueSpan: setting.nameSpan };
  return setting?.value === undefined ? undefined : { ...setting, value: setting.value };
}

function unknown(setting: Read, what: string): Report {
  const { name, value, valueSpan, nameSpan } = setting;
  return {
    span: value === '' ? nameSpan : (valueSpan ?? nameSpan),
    message: `"${value}" is no ${what}: ${name} is looked at when the server starts, and it does not start`,
    fatal: true,
    fixes: () => mended(setting),
  };
}

/** What a slip plainly means: quotes that were not closed, a comment behind `;`, two letters swapped. */
function mended(setting: Read): Fix[] {
  if (setting.negated) return [];
  const [bare = ''] = /\w+/.exec(setting.value) ?? [];
  const meant =
    isCharacterSet(bare) || setting.name === 'collation_server' ? bare : closest(bare, characterSetNames)[0];
  const edit = meant ? setValue(setting, meant) : undefined;
  return edit ? [{ title: `Write ${meant}`, safe: true, edits: [edit] }] : [];
}

/** A collation belongs to the character set its name begins with; those of Unicode without such a beginning fit several. */
function* mismatch(host: Host, collation: Read, catalogs: Catalogs): Generator<Report> {
  const own = collation.value.toLowerCase() === 'binary' ? 'binary' : collation.value.toLowerCase().split('_')[0];
  const set = effectiveValue(host, 'character_set_server', catalogs.options);
  const wanted = set?.value.toLowerCase();
  if (own === undefined || wanted === undefined || !isCharacterSet(own) || !isCharacterSet(wanted)) return;
  if (own === wanted || areOne(own, wanted)) return;
  // A series that only a group's name tells may be that of a server long replaced, and the default another one.
  const isCertain = set?.setting !== undefined || host.target.isGuess !== true;
  if (!isCertain) return;
  const whose = set?.setting ? 'which character_set_server sets' : `the default of ${nameOfTarget(host.target)}`;
  yield {
    span: collation.valueSpan ?? collation.nameSpan,
    message: `collation ${collation.value} does not go with the character set ${wanted}, ${whose}: the server does not start`,
    fatal: true,
    ...(set?.setting && {
      related: [{ span: set.setting.valueSpan ?? set.setting.nameSpan, message: 'the character set' }],
    }),
  };
}

/** `utf8` is another name of utf8mb3 or of utf8mb4, as the release and old_mode have it. */
function areOne(a: string, b: string): boolean {
  return [a, b].includes('utf8') && [a, b].every((name) => name.startsWith('utf8'));
}
