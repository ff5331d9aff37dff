import assert from 'node:assert/strict';
import { rules } from '../../server/core/rules/registry';
import {
  type ClusterKind,
  clusterKinds,
  newCluster,
  productsFor,
  refusalOfName,
  refusalOfNetwork,
} from '../../server/core/scaffold/new-cluster';
import { Workspace } from '../../server/core/workspace';
import { catalogs } from '../../server/disk/catalogs';

const kinds = Object.keys(clusterKinds) as ClusterKind[];

function workspaceOf(files: ReadonlyMap<string, string>): Workspace {
  const workspace = new Workspace(catalogs, rules, 'repository', (rule, error) => {
    throw new Error(rule, { cause: error });
  });
  for (const [path, text] of files) workspace.set(path, `file:///${path}`, text);
  workspace.update();
  return workspace;
}

describe('a new cluster', () => {
  for (const kind of kinds) {
    for (const product of productsFor(kind)) {
      it(`of kind ${kind} with ${product} is one cluster without an error or a warning`, () => {
        const workspace = workspaceOf(newCluster({ kind, name: 'shop', product, network: '192.168.7' }));
        const found = workspace.documents.flatMap((document) =>
          workspace
            .findings(document)
            .filter(({ severity }) => severity !== 'info')
            .map(({ rule, message }) => `${document.path}: ${rule} ${message}`),
        );
        assert.deepEqual(found, []);
        const [cluster, ...others] = workspace.model.clusters;
        assert.deepEqual(others, []);
        assert.equal(cluster?.name, 'shop');
        assert.ok(cluster.hosts.length >= 2);
        for (const host of cluster.databases) {
          assert.equal(host.target.product, product);
          assert.ok([...host.addresses].some((address) => address.startsWith('192.168.7.')));
        }
      });
    }
  }

  it('holds no password', () => {
    for (const kind of kinds) {
      const text = [...newCluster({ kind, name: 'shop', product: 'mariadb', network: '10.0.0' }).values()].join('\n');
      for (const [, word] of text.matchAll(/(?:IDENTIFIED BY|PASSWORD\s*=)\s*'([^']*)'/gi))
        assert.equal(word, 'PUT-A-PASSWORD-HERE');
    }
  });

  it('refuses names and networks that would break its files', () => {
    for (const name of ['shop', 'Shop_2', 'a-b']) assert.equal(refusalOfName(name), undefined, name);
    for (const name of ['', '2shop', 'a b', "a'b", '../x', 'a'.repeat(40)]) assert.ok(refusalOfName(name), name);
    for (const network of ['10.0.0', '192.168.255']) assert.equal(refusalOfNetwork(network), undefined, network);
    for (const network of ['10.0', '10.0.0.1', '10.0.256', '010.0.0', 'a.b.c', ''])
      assert.ok(refusalOfNetwork(network));
  });
});
