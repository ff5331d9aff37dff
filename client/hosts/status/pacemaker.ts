import { XMLParser } from 'fast-xml-parser';
import type { Pacemaker, Row } from '../../../server/core/ops/status/observation';
import type { Shell } from './shell';

/** @throws when there is no crm_mon or Pacemaker does not run */
export async function collectPacemaker(shell: Shell): Promise<Pacemaker> {
  return readCrmMon(await shell.output(['crm_mon', '--one-shot', '--inactive', '--output-as', 'xml']));
}

type Element = Readonly<Record<string, unknown>>;

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseAttributeValue: false,
  isArray: (name, _path, _isLeaf, isAttribute) => !isAttribute && name !== 'pacemaker-result' && name !== 'crm_mon',
});

/**
 * Reads what `crm_mon --output-as xml` prints (Pacemaker 2.0.3 and later; the attributes are those of its schema
 * api/crm_mon-*.rng). Attributes keep their names; what a release does not know is absent.
 */
export function readCrmMon(text: string): Pacemaker {
  const document = parser.parse(text) as Element;
  const root = (document['pacemaker-result'] ?? document['crm_mon']) as Element | undefined;
  if (!root || typeof root !== 'object') throw new Error('crm_mon printed no status in XML');
  const summary = first(root, 'summary');
  const controller = summary && first(summary, 'current_dc');
  const options = summary && first(summary, 'cluster_options');
  const resources: Row[] = [];
  for (const each of all(root, 'resources')) gather(each, resources);
  const histories = all(root, 'node_history').flatMap((history) => all(history, 'node'));
  return {
    summary: {
      quorate: attribute(controller, 'with_quorum') === 'true',
      controller: attribute(controller, 'present') === 'true' ? attribute(controller, 'name') : undefined,
      stonith: attribute(options, 'stonith-enabled') !== 'false',
      maintenance: attribute(options, 'maintenance-mode') === 'true',
      noQuorumPolicy: attribute(options, 'no-quorum-policy'),
    },
    nodes: all(root, 'nodes').flatMap((nodes) => all(nodes, 'node').map(attributes)),
    resources,
    failures: all(root, 'failures').flatMap((failures) => all(failures, 'failure').map(attributes)),
    bans: all(root, 'bans').flatMap((bans) =>
      all(bans, 'ban')
        .map(attributes)
        // Those with this prefix were left behind by "crm_resource --move" or "--ban".
        .filter(({ id }) => /^cli-/.test(id ?? '')),
    ),
    failCounts: histories.flatMap((node) =>
      all(node, 'resource_history').map((history) => {
        const { id, ...rest } = attributes(history);
        return { ...rest, node: attribute(node, 'name') ?? '', resource: id ?? '' };
      }),
    ),
  };
}

/** Resources also stand inside groups, clones and bundles. */
function gather(parent: Element, into: Row[]): void {
  for (const resource of all(parent, 'resource')) {
    const nodes = all(resource, 'node').flatMap((node) => attribute(node, 'name') ?? []);
    into.push({ ...attributes(resource), nodes: nodes.join(',') });
  }
  for (const kind of ['group', 'clone', 'bundle', 'replica']) for (const each of all(parent, kind)) gather(each, into);
}

function all(parent: Element, name: string): Element[] {
  const found = parent[name];
  return Array.isArray(found) ? found.filter((each): each is Element => typeof each === 'object' && each !== null) : [];
}

const first = (parent: Element, name: string): Element | undefined => all(parent, name)[0];

function attribute(element: Element | undefined, name: string): string | undefined {
  const value = element?.[`@${name}`];
  return typeof value === 'string' ? value : undefined;
}

function attributes(element: Element): Row {
  return Object.fromEntries(
    Object.entries(element).flatMap(([name, value]) =>
      name.startsWith('@') && typeof value === 'string' ? [[name.slice(1), value]] : [],
    ),
  );
}
