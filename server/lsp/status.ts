import type { Connection } from 'vscode-languageserver';
import { causeSpan } from '../core/live/causes';
import { statusTargets } from '../core/live/targets';
import { rangeOf } from '../core/syntax/tree';
import type { Workspace } from '../core/workspace';
import type { Display } from './display';
import {
  type CausesParams,
  causesRequest,
  type CauseView,
  type ObservedHost,
  observedNotification,
  statusTargetsRequest,
} from './protocol';
import type { Roots } from './roots';

/** Answers what the client asks before and after it looks at running hosts, and takes in what they said. */
export function answerStatus(connection: Connection, roots: Roots, display: Display): void {
  connection.onRequest(statusTargetsRequest, async () => {
    await display.ready();
    return roots.workspaces.flatMap(statusTargets);
  });
  connection.onRequest(causesRequest, async (params: CausesParams) => {
    await display.ready();
    return viewCauses(params, roots.workspaces);
  });
  connection.onNotification(observedNotification, (observed: readonly ObservedHost[]) => {
    for (const { key, running } of observed) for (const workspace of roots.workspaces) workspace.observe(key, running);
    display.schedule();
  });
}

/** The lines that verdicts of a cluster name as their causes, in the order asked for. */
function viewCauses({ cluster: name, causes }: CausesParams, workspaces: readonly Workspace[]): (CauseView | null)[] {
  const cluster = workspaces.flatMap(({ model }) => model.clusters).find((each) => each.name === name);
  return causes.map((cause) => {
    const span = cluster && causeSpan(cause, cluster);
    const range = span && rangeOf(span);
    return span && range ? { uri: span.block.document.uri, ...range.start } : null;
  });
}
