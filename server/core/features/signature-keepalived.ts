import type { KeepalivedCatalog } from '../catalog/keepalived';
import type { KeepalivedLine } from '../syntax/keepalived';
import { describeKeepalived } from './hover-keepalived';
import type { Place } from './place';
import { pathOf, statementsAround } from './place-keepalived';
import type { Signature } from './signature';
import { parametersOf } from './signature-parameters';

/** How the keyword of a line of keepalived.conf goes on, or a line of a list such as `virtual_ipaddress`. */
export function signatureOfKeepalived(place: Place<KeepalivedLine>, catalog: KeepalivedCatalog): Signature | undefined {
  const { line, character } = place;
  if (line.comment && character > line.comment.start) return undefined;
  const before = line.words.filter(({ end }) => end < character);
  const words = before.slice(before.findLastIndex(({ text }) => /^[{}]$/.test(text)) + 1);
  const [first] = words;
  const around = statementsAround(place);
  const list = catalog.keyword(pathOf(around.slice(0, -1)), around.at(-1)?.keyword ?? '');
  if (list?.type === 'lines' && list.args !== '') {
    const form = { label: list.args, parameters: parametersOf(list.args, '') };
    return { forms: [form], active: words.length, documentation: describeKeepalived(list).join('\n\n') };
  }
  const fact = first && catalog.keyword(pathOf(around), first.text);
  if (!fact || fact.args === '' || fact.type === 'lines') return undefined;
  const label = `${fact.name} ${fact.args}`;
  return {
    forms: [{ label, parameters: parametersOf(label, fact.name) }],
    active: words.length - 1,
    documentation: describeKeepalived(fact).join('\n\n'),
  };
}
