import { agentText } from '../../model/pacemaker/agent';
import { pacemakerFiles } from '../../model/pacemaker/pacemaker-files';
import { closest } from '../../text/closest';
import { didYouMean, renamings } from '../combinators/did-you-mean';
import { clusterRule } from '../rule';

export default clusterRule({
  severity: 'error',
  summary: 'a resource agent is not given what it needs',
  *check(cluster, { pacemaker }) {
    for (const { resources } of pacemakerFiles(cluster)) {
      for (const { id, kind, agent, template, parameters, isOpen } of resources) {
        // A parameter may come from a template, and a template need not be complete.
        if (kind !== 'primitive' || !agent || template) continue;
        const full = agentText({
          ...agent,
          provider: agent.provider ?? (agent.class === 'ocf' ? 'heartbeat' : undefined),
        });
        const facts = pacemaker.parameters(full);
        if (!facts) continue;
        const given = new Set(parameters.map(({ name }) => name));
        const missing = facts.filter(({ name, required }) => required && !given.has(name));
        const renamed = new Set<string>();
        for (const { name, nameSpan, isKnown } of parameters) {
          if (!isKnown || facts.some((fact) => fact.name === name)) continue;
          // Another release of the agent may know more.
          const names = facts.map((fact) => fact.name).filter((each) => !given.has(each));
          const near = closest(name, names).concat(
            missing.filter((fact) => fact.name === name.slice(0, -1)).map((fact) => fact.name),
          );
          if (near.length === 0) continue;
          for (const each of near) renamed.add(each);
          yield {
            span: nameSpan,
            message: `${full} has no parameter ${name}: the crm shell refuses it, and the agent takes no notice of it${didYouMean(near)}`,
            fixes: () => renamings(nameSpan, near),
          };
        }
        for (const { name } of missing) {
          if (renamed.has(name) || isOpen) continue;
          yield {
            span: agent.span,
            message: `${id.name} lacks the parameter ${name}, which ${full} needs: the crm shell refuses it, and it does not start`,
          };
        }
      }
    }
  },
});
