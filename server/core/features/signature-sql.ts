import type { SqlCatalog, SqlForm, SqlOption } from '../catalog/sql';
import { isWord, type SqlToken } from '../syntax/sql';
import type { SqlPlace } from './place-sql';
import type { Signature } from './signature';
import { formsOf, optionBefore } from './statement-sql';

/** The option of a `CHANGE MASTER TO` whose value is being written, else the form of the statement. */
export function signatureOfSql({ before, target }: SqlPlace, catalog: SqlCatalog): Signature | undefined {
  const option = optionBefore(before, catalog, target);
  if (option) return signatureOfOption(option);
  const forms = formsOf(before, catalog, target);
  const [first] = forms;
  if (!first) return undefined;
  return {
    forms: forms.map(({ label, parts }) => ({
      label,
      parameters: parts.map(({ start, end }) => [start, end] as const),
    })),
    active: partAt(first, before),
    documentation: first.note,
  };
}

/** The last part whose word the statement has already; that many words may lead to nothing that a person fills in. */
function partAt({ parts }: SqlForm, before: readonly SqlToken[]): number {
  let found = 0;
  parts.forEach(({ after }, index) => {
    if (before.some((token) => isWord(token, after.toLowerCase()))) found = index;
  });
  return found;
}

function signatureOfOption(option: SqlOption): Signature {
  const value = valueOf(option);
  const label = `${option.name} = ${value}`;
  return {
    forms: [{ label, parameters: [[label.length - value.length, label.length]] }],
    active: 0,
    documentation: describeSqlOption(option).join('\n\n'),
  };
}

/** How a value of the option is written: `'text'`, `0 | 1`, `0–65535`. */
export function valueOf({ type, values, min, max }: SqlOption): string {
  if (values.length > 0) return values.join(' | ');
  switch (type) {
    case 'string':
      return "'text'";
    case 'account':
      return "'user'@'host'";
    case 'list':
      return '(number, ...)';
    default:
      return max === undefined ? (min === undefined ? 'number' : `number from ${min}`) : `${min ?? 0}–${max}`;
  }
}

/** What the option does, its unit and its default. */
export function describeSqlOption({ note, unit, default: standard }: SqlOption): string[] {
  const facts = [...(unit === 's' ? ['seconds'] : []), ...(standard === undefined ? [] : [`default ${standard}`])].join(
    ', ',
  );
  return [note, ...(facts === '' ? [] : [facts])];
}
