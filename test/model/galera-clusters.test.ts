import assert from 'node:assert/strict';
import { addressLists, galeraClusters, listsOnlyItself, withMembers } from '../../server/core/model/galera-clusters';
import { rules } from '../../server/core/rules/registry';
import { Workspace } from '../../server/core/workspace';
import { catalogs } from '../../server/disk/catalogs';

/** The only cluster of a folder with one option file a node. */
function clusterOf(nodes: Readonly<Record<string, string>>) {
  const workspace = new Workspace(catalogs, rules.slice(0, 0), 'repository', (rule, error) => {
    throw new Error(rule, { cause: error });
  });
  for (const [name, options] of Object.entries(nodes)) {
    workspace.set(`${name}/my.cnf`, `file:///${name}/my.cnf`, `[galera]\nwsrep_on = ON\n${options}\n`);
  }
  workspace.update();
  assert.equal(workspace.model.clusters.length, 1);
  return workspace.model.clusters[0]!;
}

const member = (n: number, list: string, more = ''): string =>
  `wsrep_cluster_address = gcomm://${list}\nwsrep_node_address = 10.0.0.${n}\n${more}`;

describe('Galera clusters', () => {
  it('hold together by a list that names another node', () => {
    const found = galeraClusters(clusterOf({ db1: member(1, '10.0.0.2'), db2: member(2, '10.0.0.1') }));
    assert.deepEqual(
      found.map((peers) => peers.map(({ host }) => host.name)),
      [['db1', 'db2']],
    );
  });

  it('hold together by their name when a list is empty', () => {
    const name = 'wsrep_cluster_name = shop';
    const found = galeraClusters(clusterOf({ db1: member(1, '', name), db2: member(2, '10.0.0.9', name) }));
    assert.equal(found.length, 1);
  });

  it('know a member by its address, its name and its full domain name', () => {
    const [peers = []] = galeraClusters(
      clusterOf({ db1: member(1, 'db2.example.com,10.0.0.1'), db2: member(2, '10.0.0.1,db2') }),
    );
    const [first, second] = addressLists(peers).map(({ members }) => members.map(({ key }) => key).sort());
    assert.deepEqual(first, second);
  });

  it('tell a name that nobody has from an address that nobody has', () => {
    const [peers = []] = galeraClusters(
      clusterOf({ db1: member(1, 'elsewhere,10.0.0.7'), db2: member(2, '10.0.0.1') }),
    );
    const members = addressLists(peers)[0]!.members;
    assert.deepEqual(
      members.map(({ peer, isAlias }) => [peer, isAlias]),
      [
        [undefined, true],
        [undefined, false],
      ],
    );
  });

  it('notice a node that lists itself alone, by whatever port', () => {
    const [peers = []] = galeraClusters(clusterOf({ db1: member(1, '10.0.0.1:4567'), db2: member(2, '10.0.0.1') }));
    assert.deepEqual(addressLists(peers).map(listsOnlyItself), [true, false]);
  });

  it('add members behind those a list has and before its query', () => {
    assert.equal(withMembers('gcomm://', ['a', 'b']), 'gcomm://a,b');
    assert.equal(withMembers('gcomm://a?pc.wait_prim=no', ['b']), 'gcomm://a,b?pc.wait_prim=no');
    assert.equal(withMembers('gcomm://a', []), 'gcomm://a');
  });
});
