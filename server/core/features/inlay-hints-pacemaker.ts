import type { PacemakerCatalog } from '../catalog/pacemaker';
import { xmlElements, type XmlElement } from '../syntax/cib';
import { crmListWords, type CrmLine, crmStatement, valueSpan } from '../syntax/crm';
import type { Block, Span } from '../syntax/tree';
import { sayUnit } from './amounts';
import type { InlayHint } from './inlay-hints';
import type { LineRange } from './inlay-hints-options';

/** Times of an operation; a bare number is seconds (Pacemaker 2.1, `crm_parse_interval_spec`). */
const ofOperations = /^(interval|timeout|start-delay)$/;

/** Hints behind bare numbers in a statement of the crm shell: operations, options of the cluster, meta attributes. */
export function hintCrm(block: Block<CrmLine>, range: LineRange, catalog: PacemakerCatalog): InlayHint[] {
  const words = crmStatement(block)?.words ?? [];
  const statement = words[0]?.text ?? '';
  let list = '';
  return words.flatMap((word): InlayHint[] => {
    if (crmListWords.has(word.text)) list = word.text;
    if (!word.value || word.isVariable || word.line < range.from || word.line >= range.to) return [];
    const name = word.text.slice(0, word.text.length - word.value.text.length - 1);
    const counts =
      statement === 'property'
        ? isTime(name, catalog)
        : list === 'op' || statement === 'op_defaults'
          ? ofOperations.test(name)
          : (list === 'meta' || statement === 'rsc_defaults') && name === 'failure-timeout';
    return counts ? inSeconds(word.value.text, valueSpan(word)) : [];
  });
}

/** The same in a CIB, in the attributes of its elements. */
export function hintCib(block: Block, range: LineRange, catalog: PacemakerCatalog): InlayHint[] {
  const found: InlayHint[] = [];
  const visit = ({ name, attributes, children, firstLine, lastLine }: XmlElement, around: string): void => {
    if (lastLine < range.from || firstLine >= range.to) return;
    const value = attributes.get('value');
    const called = attributes.get('name')?.value ?? '';
    const isTimed =
      (around === 'cluster_property_set' && isTime(called, catalog)) ||
      (around === 'meta_attributes' && called === 'failure-timeout');
    if (name === 'nvpair' && value && isTimed) found.push(...inSeconds(value.value, value.valueSpan));
    if (name === 'op') {
      for (const attribute of attributes.values())
        if (ofOperations.test(attribute.name)) found.push(...inSeconds(attribute.value, attribute.valueSpan));
    }
    for (const child of children) visit(child, name);
  };
  for (const element of xmlElements(block.document)) visit(element, '');
  return found.filter(({ span }) => span.line >= range.from && span.line < range.to);
}

function isTime(name: string, catalog: PacemakerCatalog): boolean {
  return catalog.property(name)?.type === 'time';
}

function inSeconds(value: string, span: Span): InlayHint[] {
  const label = Number(value) === 0 ? undefined : sayUnit(value, 'seconds');
  return label === undefined ? [] : [{ kind: 'units', span, label }];
}
