import type { CrmLine } from '../../syntax/crm';
import type { Document, Span } from '../../syntax/tree';
import { readCib } from './from-cib';
import { readCrm, readScript } from './from-crm';

/** A name where it stands. `isKnown` is false where a variable of a shell stands in it. */
export interface Name {
  readonly name: string;
  readonly span: Span;
  readonly isKnown: boolean;
}

/** `name=value`, or an `nvpair`. */
export interface Attribute {
  readonly name: string;
  readonly value: string;
  readonly nameSpan: Span;
  readonly valueSpan: Span;
  readonly isKnown: boolean;
}

/** `ocf:heartbeat:mysql`, `systemd:apache2`. */
export interface Agent {
  readonly class: string;
  readonly provider: string | undefined;
  readonly type: string;
  readonly span: Span;
}

export type ResourceKind = 'primitive' | 'template' | 'group' | 'clone' | 'promotable' | 'bundle';

export interface Resource {
  readonly kind: ResourceKind;
  readonly id: Name;
  /** Of a primitive or a template, unless it takes that of a template. */
  readonly agent: Agent | undefined;
  readonly template: Name | undefined;
  /** What a group or clone is made of. In a CIB these are definitions at the same time. */
  readonly members: readonly Name[];
  readonly parameters: readonly Attribute[];
  readonly meta: readonly Attribute[];
  /** Whether an operation looks at it again and again; undefined where something else may say so. */
  readonly isWatched: boolean | undefined;
  /** Whether variables of a script may add more to it. */
  readonly isOpen: boolean;
}

/** A resource in a constraint, with the role it is meant in. */
export interface ResourceUse extends Name {
  readonly role: string | undefined;
}

export interface Constraint {
  readonly kind: 'location' | 'colocation' | 'order' | 'ticket';
  readonly id: Name;
  /**
   * In the order of the statement: of a colocation the dependent one first, of an order the first one first. Sets are
   * listed as they stand.
   */
  readonly resources: readonly ResourceUse[];
  /** Whether the resources are sets, so that their order alone does not say who depends on whom. */
  readonly hasSets: boolean;
  /** As written: `inf`, `-INFINITY`, `100`, `Mandatory`. */
  readonly score: string | undefined;
  /** The score without the colon behind it. */
  readonly scoreSpan: Span | undefined;
  readonly nodes: readonly Name[];
  /** Whether rules say where, which may ask for attributes of nodes. */
  readonly hasRule: boolean;
}

/** `crm resource move web serv1`, which leaves a constraint behind. */
export interface Move {
  readonly resource: Name;
  readonly node: Name | undefined;
  readonly commandSpan: Span;
  /** Whether it ends by itself. */
  readonly hasLifetime: boolean;
}

/** What one file says of Pacemaker. */
export interface PacemakerText {
  readonly document: Document;
  /** Whether all there is stands in it: the CIB. Text of the crm shell may be added to what is there. */
  readonly isWhole: boolean;
  /** Members of the cluster that the file declares. */
  readonly nodes: readonly Name[];
  /** Names of nodes without corosync: remote ones and guests. */
  readonly remoteNodes: readonly Name[];
  /** Names that stand for several resources. */
  readonly tags: readonly Name[];
  /** Every other place where a node is named, constraints among them. */
  readonly nodeUses: readonly Name[];
  readonly resources: readonly Resource[];
  readonly constraints: readonly Constraint[];
  /** Options of the cluster: `stonith-enabled`. */
  readonly properties: readonly Attribute[];
  readonly resourceDefaults: readonly Attribute[];
  readonly moves: readonly Move[];
  /** Lines that continue into a statement of their own, by the first word of what they swallow. */
  readonly swallowed: readonly Span[];
}

const texts = new WeakMap<Document, { readonly version: number; readonly text: PacemakerText }>();

/** What a file says of Pacemaker, be it text of the crm shell, a script that calls it, or a CIB. */
export function pacemakerText(document: Document): PacemakerText {
  const known = texts.get(document);
  if (known?.version === document.version) return known.text;
  const text = read(document);
  texts.set(document, { version: document.version, text });
  return text;
}

function read(document: Document): PacemakerText {
  if (document.language === 'cib') return readCib(document);
  return document.language === 'crm' ? readCrm(document as unknown as Document<CrmLine>) : readScript(document);
}

/** Whether a file says anything of Pacemaker at all. */
export function saysSomething(text: PacemakerText): boolean {
  return [text.nodes, text.nodeUses, text.resources, text.constraints, text.properties, text.moves].some(
    (some) => some.length > 0,
  );
}
