import { isLocale, localeNames } from '../../model/locales';
import type { Setting } from '../../model/setting';
import { closest } from '../../text/closest';
import type { Fix } from '../finding';
import { setValue } from '../option-edits';
import { hostRule } from '../rule';

export default hostRule({
  severity: 'error',
  summary: 'a locale MariaDB does not have',
  *check({ options, target }) {
    if (target.product !== 'mariadb') return;
    for (const name of ['lc_messages', 'lc_time_names']) {
      const setting = options.effective(name);
      if (!setting || (setting.value === undefined && !setting.negated)) continue;
      const value = setting.negated ? '0' : (setting.value ?? '');
      if (isLocale(value)) continue;
      yield {
        span: setting.valueSpan && setting.value !== '' ? setting.valueSpan : setting.nameSpan,
        message: `"${value}" is no locale of MariaDB: ${name} is looked up when the server starts, and it does not start`,
        fatal: true,
        fixes: () => mended(setting),
      };
    }
  },
});

/** What a slip plainly means: a quotation mark, a character set or a semicolon behind the name, two letters swapped. */
function mended(setting: Setting): Fix[] {
  const [bare = ''] = /[a-z]+_[a-z]+/i.exec(setting.value ?? '') ?? [];
  const meant = isLocale(bare) ? bare : closest(bare, localeNames)[0];
  const edit = meant ? setValue(setting, meant) : undefined;
  return edit ? [{ title: `Write ${meant}`, safe: isLocale(bare), edits: [edit] }] : [];
}
