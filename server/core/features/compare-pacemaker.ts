import type { Cluster } from '../model/cluster';
import type { Host } from '../model/host';
import { agentText } from '../model/pacemaker/agent';
import { type Attribute, pacemakerText, saysSomething } from '../model/pacemaker/pacemaker';
import { replace } from '../rules/finding';
import type { Document, Span } from '../syntax/tree';
import type { ComparedProgram, ComparedSetting, Said } from './compare';
import { judge } from './compare-verdict';

/**
 * What files that each host has for itself say to Pacemaker. What all hosts share has nothing to compare, for Pacemaker
 * keeps one configuration on all nodes.
 */
export function comparePacemaker(cluster: Cluster): ComparedProgram {
  const told = cluster.hosts.filter(({ pacemaker }) => pacemaker.length > 0);
  const isShared = (document: Document): boolean => told.filter((host) => host.pacemaker.includes(document)).length > 1;
  const ownOf = (host: Host): Document[] => host.pacemaker.filter((document) => !isShared(document));
  const hosts = told.filter((host) => ownOf(host).length > 0);
  if (hosts.length < 2) {
    const [shared] = told.flatMap((host) => host.pacemaker.filter(isShared));
    const remark = shared && `${shared.path} is for all of them together: there is nothing to compare.`;
    return { program: 'pacemaker', hosts: told, settings: [], ...(remark && { remark }) };
  }
  const read = new Map(hosts.map((host) => [host, linesOf(ownOf(host))]));
  const names = new Set([...read.values()].flatMap((lines) => [...lines.keys()]));
  return { program: 'pacemaker', hosts, settings: [...names].map((name) => compareLine(name, hosts, read)) };
}

interface Line {
  readonly text: string;
  readonly span: Span;
  /** Where the text stands by itself, so that another one can be put in its place. */
  readonly valueSpan?: Span;
}

/** What is said, each under a name: `property stonith-enabled`, `resource vip: ip`. */
function linesOf(documents: readonly Document[]): ReadonlyMap<string, Line> {
  const found = new Map<string, Line>();
  const attributes = (title: string, list: readonly Attribute[]): void => {
    for (const { name, value, nameSpan, valueSpan } of list)
      if (!/^(cib-|dc-version|have-|last-lrm)/.test(name))
        found.set(title + name, { text: value, span: nameSpan, valueSpan });
  };
  for (const text of documents.map((document) => pacemakerText(document)).filter(saysSomething)) {
    attributes('property ', text.properties);
    attributes('resource defaults: ', text.resourceDefaults);
    for (const { kind, id, agent, template, members, parameters, meta } of text.resources) {
      const title = `resource ${id.name}`;
      const what = agent
        ? agentText(agent)
        : template
          ? `@${template.name}`
          : members.map(({ name }) => name).join(' ');
      found.set(title, { text: `${kind} ${what}`, span: id.span });
      attributes(`${title}: `, parameters);
      attributes(`${title}: meta `, meta);
    }
    for (const { kind, id, score, resources, nodes } of text.constraints) {
      const words = [
        score?.toLowerCase().replace(/^([+-]?)inf(inity)?$/, '$1inf'),
        ...resources.map(({ name, role }) => (role === undefined ? name : `${name}:${role}`)),
        ...nodes.map(({ name }) => name),
      ];
      const said = words.filter((word) => word !== undefined).join(' ');
      found.set(`${kind} ${id.name}`, { text: said, span: id.span });
    }
  }
  return found;
}

function compareLine(
  name: string,
  hosts: readonly Host[],
  read: ReadonlyMap<Host, ReadonlyMap<string, Line>>,
): ComparedSetting {
  const lineOf = (host: Host): Line | undefined => read.get(host)?.get(name);
  const isSecret = /passw(or)?d$/.test(name);
  const said = hosts.map((host): Said => {
    const line = lineOf(host);
    return line
      ? {
          host,
          text: isSecret ? '(hidden)' : line.text,
          key: line.text,
          origin: 'line',
          span: line.valueSpan ?? line.span,
        }
      : { host, text: undefined, key: '', origin: 'unset' };
  });
  // One configuration counts on all nodes, so that nothing may differ, names and addresses of hosts neither.
  const verdict = judge(said).verdict === 'equal' ? 'equal' : 'differs';
  const equalTo = (host: Host) => {
    const wanted = lineOf(host);
    const others = hosts.flatMap((other) => (other === host ? [] : [lineOf(other)]));
    const spans = others.flatMap((line) => line?.valueSpan ?? []);
    if (!wanted?.valueSpan || spans.length < others.length) return undefined;
    return others.flatMap((line) =>
      line?.valueSpan && line.text !== wanted.text ? [replace(line.valueSpan, wanted.text)] : [],
    );
  };
  return { name, verdict, said, ...(verdict === 'differs' && { equalTo }) };
}
