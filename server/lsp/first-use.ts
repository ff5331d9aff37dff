import { type Connection, ErrorCodes, ResponseError } from 'vscode-languageserver';
import { manifestText } from '../core/features/manifest-text';
import {
  type ClusterKind,
  clusterKinds,
  type NewCluster,
  newCluster,
  productsFor,
  refusalOfName,
  refusalOfNetwork,
} from '../core/scaffold/new-cluster';
import {
  manifestRequest,
  type NewClusterKind,
  newClusterKindsRequest,
  type NewClusterParams,
  newClusterRequest,
  type NewFile,
} from './protocol';
import type { Roots } from './roots';

/** Answers what people ask who begin: new clusters, and a manifest of what is there already. */
export function answerFirstUse(connection: Connection, roots: Roots, ready: () => Promise<void>): void {
  connection.onRequest(newClusterKindsRequest, (): NewClusterKind[] =>
    kinds().map((kind) => ({ kind, title: clusterKinds[kind], products: productsFor(kind) })),
  );
  connection.onRequest(newClusterRequest, (params: NewClusterParams): NewFile[] =>
    [...newCluster(checked(params))].map(([path, text]) => ({ path, text })),
  );
  connection.onRequest(manifestRequest, async (folder: string): Promise<string | null> => {
    await ready();
    const workspace = roots.workspaceOf(folder);
    return workspace ? manifestText(workspace.model) : null;
  });
}

function kinds(): ClusterKind[] {
  return Object.keys(clusterKinds) as ClusterKind[];
}

/** @throws ResponseError with the reason in words for the person who typed it */
function checked({ kind, name, product, network }: NewClusterParams): NewCluster {
  const known = kinds().find((each) => each === kind) ?? refuse(`there is no kind ${kind}`);
  const made = productsFor(known).find((each) => each === product) ?? refuse(`${kind} cannot be made of ${product}`);
  for (const [value, refusal] of [
    [name, refusalOfName(name)],
    [network, refusalOfNetwork(network)],
  ] as const) {
    if (refusal !== undefined) refuse(`${value || 'nothing'} ${refusal}`);
  }
  return { kind: known, name, product: made, network };
}

function refuse(reason: string): never {
  throw new ResponseError(ErrorCodes.InvalidParams, reason);
}
