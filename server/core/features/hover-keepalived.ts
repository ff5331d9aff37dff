import { type KeepalivedCatalog, type KeepalivedFact, keepalivedManual } from '../catalog/keepalived';
import type { Host } from '../model/host';
import { vrrpInstances } from '../model/keepalived';
import type { Model } from '../model/model';
import { vrrpTwins } from '../model/vrrp-twins';
import { type KeepalivedLine, type KeepalivedStatement, keepalivedStatements } from '../syntax/keepalived';
import type { Hover } from './answers';
import { type Owner, ownersOf } from './owner';
import { isAt, type Place } from './place';
import { pathOf, statementsAround } from './place-keepalived';

/** A keyword of keepalived.conf: what it is, and what the other hosts' files say of it. */
export function hoverKeepalived(
  place: Place<KeepalivedLine>,
  model: Model,
  catalog: KeepalivedCatalog,
): Hover | undefined {
  const around = statementsAround(place);
  const statement = statementAt(place, around);
  const fact = statement && catalog.keyword(pathOf(around), statement.keyword);
  if (!statement || !fact) return undefined;
  const [owner] = ownersOf(model, place.document.path);
  const others = owner ? onHosts([...around, statement], fact, owner) : '';
  const parts = [`**${fact.name}**${fact.args ? ` \`${fact.args}\`` : ''}`, ...describeKeepalived(fact), others];
  return {
    span: statement.keywordSpan,
    markdown: [...parts, `[Manual](${keepalivedManual})`].filter(Boolean).join('\n\n'),
  };
}

/** The statement whose keyword or first word stands at a place. */
export function statementAt(
  { block, index, character, document }: Place<KeepalivedLine>,
  around: readonly KeepalivedStatement[],
): KeepalivedStatement | undefined {
  const inner = around.at(-1);
  const candidates = inner ? inner.children : keepalivedStatements(document);
  return candidates.find(
    ({ keywordSpan, words: [value] }) =>
      keywordSpan.block === (block as unknown) &&
      ((keywordSpan.line === index && isAt(keywordSpan, character)) ||
        (value?.span.line === index && isAt(value.span, character))),
  );
}

/** What the catalogue knows of a keyword, in a few short lines. */
export function describeKeepalived({
  type,
  values,
  min,
  max,
  unit,
  default: standard,
  note,
}: KeepalivedFact): string[] {
  const range = min !== undefined || max !== undefined ? `, ${min ?? ''} to ${max ?? ''}` : '';
  const counted = unit === undefined ? '' : ` (${unit})`;
  const isPlain = type === 'block' || type === 'lines' || type === 'flag';
  return [
    ...(isPlain ? [] : [`${type}${counted}${range}${standard === undefined ? '' : `, default \`${standard}\``}`]),
    ...(type === 'enum' ? [`One of ${values.map((value) => `\`${value}\``).join(', ')}.`] : []),
    ...(note === undefined ? [] : [`${note}.`]),
  ];
}

function onHosts(chain: readonly KeepalivedStatement[], fact: KeepalivedFact, owner: Owner): string {
  const statement = chain.at(-1);
  if (!statement || /^(block|lines|script)$/.test(fact.type) || /^auth_pass$|^password$/.test(fact.name)) return '';
  const found = counterparts(chain, owner);
  if (found.length === 0) return '';
  const shown = ({ words }: KeepalivedStatement): string =>
    words.length === 0 ? 'set' : `\`${words.map(({ text }) => text).join(' ')}\``;
  const unset = fact.default === undefined ? 'not set' : `not set (\`${fact.default}\`)`;
  const rows = [
    `| ${owner.host.name} | ${shown(statement)} |`,
    ...found.map(({ host, statement: other }) => `| ${host.name} | ${other ? shown(other) : unset} |`),
  ];
  return ['| host | value |', '|:---|:---|', ...rows.slice(0, 8)].join('\n');
}

/** The same statement, or none, in the files of the other hosts that have the block around it. */
export function counterparts(
  [top, ...inner]: readonly KeepalivedStatement[],
  { host, cluster }: Owner,
): { readonly host: Host; readonly statement: KeepalivedStatement | undefined }[] {
  if (!top) return [];
  return topsOf(top, host, cluster).map(({ host: other, statement }) => ({
    host: other,
    statement: inner.reduce<KeepalivedStatement | undefined>((parent, wanted) => childLike(parent, wanted), statement),
  }));
}

function topsOf(
  top: KeepalivedStatement,
  host: Host,
  cluster: Owner['cluster'],
): { readonly host: Host; readonly statement: KeepalivedStatement }[] {
  const own = host.keepalived.flatMap((document) => vrrpInstances(document)).find(({ section }) => section === top);
  if (own)
    return vrrpTwins(own, host, cluster).map(({ host: other, instance }) => ({
      host: other,
      statement: instance.section,
    }));
  return cluster.hosts
    .filter((other) => other !== host)
    .flatMap((other) => {
      const files = other.keepalived.filter((document) => !host.keepalived.includes(document));
      const [same] = files.flatMap((document) => keepalivedStatements(document)).filter((each) => isAlike(each, top));
      return same ? [{ host: other, statement: same }] : [];
    });
}

function childLike(
  parent: KeepalivedStatement | undefined,
  wanted: KeepalivedStatement,
): KeepalivedStatement | undefined {
  return parent?.children.find((child) => isAlike(child, wanted));
}

/** Blocks are told apart by the words behind their keyword, other lines by the keyword alone. */
function isAlike(a: KeepalivedStatement, b: KeepalivedStatement): boolean {
  const named = ({ words }: KeepalivedStatement): string => words.map(({ text }) => text).join(' ');
  return a.keyword === b.keyword && (!a.open || !b.open || named(a) === named(b));
}
