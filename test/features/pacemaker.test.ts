import assert from 'node:assert/strict';
import { complete, documentationOf } from '../../server/core/features/completion';
import { definitionsAt } from '../../server/core/features/definition';
import { folds } from '../../server/core/features/folding';
import { hover } from '../../server/core/features/hover';
import { type OutlineItem, outline } from '../../server/core/features/outline';
import { highlightsAt, referencesAt } from '../../server/core/features/references';
import { renameAt } from '../../server/core/features/rename';
import { selectionAround } from '../../server/core/features/selection';
import { workspaceSymbols } from '../../server/core/features/workspace-symbols';
import { catalogs } from '../../server/disk/catalogs';
import { at, repository, told } from './repository';

const nodes = [1, 2].map(
  (id) => `  node {\n    name: serv${id}\n    nodeid: ${id}\n    ring0_addr: 10.0.0.${id}\n  }\n`,
);
const corosync = `totem {\n  version: 2\n}\nnodelist {\n${nodes.join('')}}\n`;
const crm = `node serv1
node serv2
primitive vip ocf:heartbeat:IPaddr2 \\
    params ip=10.0.0.9 \\
    op monitor interval=10s
primitive db ocf:heartbeat:mysql params config=/etc/my.cnf
ms dbs db
group front vip web
location here front 100: serv1
colocation with inf: front dbs:Promoted
property stonith-enabled=true
`;
const cib = `<cib>
  <configuration>
    <crm_config><cluster_property_set id="o">
      <nvpair id="p" name="stonith-enabled" value="true"/>
    </cluster_property_set></crm_config>
    <resources>
      <primitive id="vip" class="ocf" provider="heartbeat" type="IPaddr2">
        <instance_attributes id="i"><nvpair id="n" name="ip" value="10.0.0.9"/></instance_attributes>
      </primitive>
    </resources>
    <constraints>
      <rsc_location id="here" rsc="vip" node="serv1" score="100"/>
    </constraints>
  </configuration>
</cib>
`;
const pair = {
  'cluster.crm': crm,
  'move.sh': '#!/bin/sh\ncrm resource move front serv2 PT5M\n',
  'serv1/cib.xml': cib,
  'serv1/etc/corosync/corosync.conf': corosync,
  'serv2/etc/corosync/corosync.conf': corosync,
  'serv1/etc/mysql/my.cnf': '[mysqld]\nserver_id = 1\n',
  'serv2/etc/mysql/my.cnf': '[mysqld]\nserver_id = 2\n',
  'lb/haproxy.cfg': 'listen db\n    bind :3306\n    server db 10.0.0.9:3306 check\n',
};

describe('Pacemaker in the editor', () => {
  const cursor = (file: keyof typeof pair, text: string, offset = 1): Record<string, string> =>
    at(pair, file, text, offset);
  const labels = (line: string): string[] => {
    const { document, position, model, documents } = repository({ ...pair, 'cluster.crm': `${crm}${line}$0\n` });
    return (complete(document, position, model, catalogs, documents)?.items ?? []).map(({ label }) => label);
  };

  it('knows where a resource is defined and used, in text, script and CIB', () => {
    const { document, position, model, documents } = repository(cursor('cluster.crm', 'front vip'));
    assert.deepEqual(told(definitionsAt(document, position, model, documents)), ['cluster.crm:8 front']);
    assert.deepEqual(told(referencesAt(document, position, model, documents, false)), [
      'cluster.crm:10 front',
      'cluster.crm:9 front',
      'move.sh:2 front',
    ]);
    assert.equal(highlightsAt(document, position, model).length, 3);
    const vip = repository(cursor('serv1/cib.xml', 'rsc="vip"', 6));
    assert.deepEqual(told(definitionsAt(vip.document, vip.position, vip.model, vip.documents)), [
      'serv1/cib.xml:7 vip',
    ]);
  });

  it('renames a resource everywhere, and refuses a name that is taken or that no XML takes', () => {
    const { document, position, model, documents } = repository(cursor('cluster.crm', 'dbs:Promoted'));
    const renamed = (name: string): unknown => {
      const found = renameAt(document, position, name, model, documents);
      return 'refusal' in found ? found.refusal : told(found.spans);
    };
    assert.deepEqual(renamed('databases'), ['cluster.crm:10 dbs', 'cluster.crm:7 dbs']);
    assert.match(String(renamed('front')), /a resource of the name front/);
    assert.match(String(renamed('1st')), /a letter first/);
  });

  it('takes a node for the host it is', () => {
    const { document, position, model, documents } = repository(cursor('cluster.crm', '100: serv1', 6));
    assert.ok(
      told(referencesAt(document, position, model, documents, true)).includes(
        'serv2/etc/corosync/corosync.conf:6 serv1',
      ),
    );
    const renamed = renameAt(document, position, 'db1', model, documents);
    assert.ok('spans' in renamed);
    assert.deepEqual(told(renamed.spans), [
      'cluster.crm:1 serv1',
      'cluster.crm:9 serv1',
      'serv1/cib.xml:12 serv1',
      'serv1/etc/corosync/corosync.conf:6 serv1',
      'serv2/etc/corosync/corosync.conf:6 serv1',
    ]);
  });

  it('knows an address that moves, also in haproxy.cfg, and renames it', () => {
    const { document, position, model, documents } = repository(cursor('lb/haproxy.cfg', '10.0.0.9'));
    assert.match(
      hover(document, position, model, catalogs, documents)?.markdown ?? '',
      /Virtual address of resource \*\*vip\*\*, which Pacemaker moves/,
    );
    assert.deepEqual(told(definitionsAt(document, position, model, documents)), [
      'cluster.crm:4 10.0.0.9',
      'serv1/cib.xml:8 10.0.0.9',
    ]);
    const renamed = renameAt(document, position, '10.0.0.8', model, documents);
    assert.ok('spans' in renamed);
    assert.equal(renamed.spans.length, 3);
    assert.ok('refusal' in renameAt(document, position, '10.0.0.1', model, documents), 'the address of a host');
  });

  it('proposes what may stand in each statement', () => {
    assert.ok(labels('').includes('primitive'));
    assert.ok(['virtual-address', 'fencing of all nodes'].every((block) => labels('').includes(block)));
    assert.ok(!labels('primitive x IPaddr2 \\\n    ').includes('virtual-address'));
    assert.ok(labels('primitive x ').includes('ocf:heartbeat:mysql'));
    assert.deepEqual(labels('location l '), ['vip', 'db', 'dbs', 'front']);
    assert.deepEqual(labels('location l vip 100: '), ['serv1', 'serv2']);
    assert.ok(labels('colocation c inf: vip ').includes('dbs:Promoted'));
    assert.ok(labels('group g ').includes('db'));
    assert.deepEqual(labels('property no-quorum-policy=').slice(0, 3), ['stop', 'freeze', 'ignore']);
    assert.ok(labels('property no-q').includes('no-quorum-policy'));
    assert.ok(labels('rsc_defaults ').includes('resource-stickiness'));
    const parameters = labels('primitive y ocf:heartbeat:IPaddr2 params ip=10.0.0.7 ');
    assert.ok(parameters.includes('cidr_netmask') && !parameters.includes('ip'));
    assert.ok(labels('primitive y ocf:heartbeat:IPaddr2 \\\n    op ').includes('monitor'));
    assert.deepEqual(labels('# '), []);
  });

  it('proposes resources, nodes and properties in a CIB', () => {
    const inCib = (text: string, offset: number): string[] => {
      const { document, position, model, documents } = repository(cursor('serv1/cib.xml', text, offset));
      return (complete(document, position, model, catalogs, documents)?.items ?? []).map(({ label }) => label);
    };
    assert.deepEqual(inCib('rsc="vip"', 5), ['vip', 'db', 'dbs', 'front']);
    assert.deepEqual(inCib('node="serv1"', 6), ['serv1', 'serv2']);
    assert.ok(inCib('name="stonith', 6).includes('no-quorum-policy'));
    assert.deepEqual(inCib('name="ip"', 6), []);
  });

  it('says what a property and a parameter are for', () => {
    const said = (text: string): string => {
      const { document, position, model, documents } = repository(cursor('cluster.crm', text));
      return hover(document, position, model, catalogs, documents)?.markdown ?? '';
    };
    assert.match(
      said('stonith-enabled'),
      /^\*\*stonith-enabled\*\* \(boolean = true\)\n\nWhether lost nodes are fenced/,
    );
    assert.match(said('config='), /Option file/);
    assert.equal(
      said('ocf:heartbeat:IPaddr2'),
      `**ocf:heartbeat:IPaddr2**\n\n${catalogs.pacemaker.parameters('ocf:heartbeat:IPaddr2')?.length} parameters, needs \`ip\`\n\n[Manual](https://manpages.debian.org/bookworm/resource-agents/ocf_heartbeat_IPaddr2.7.en.html)`,
    );
    assert.match(said('stonith-enabled'), /\[Manual\]\(https:\/\/clusterlabs\.org\/.*cluster-options\.html\)$/);
    const { document, model } = repository(pair);
    const topic = { of: 'pacemaker', section: 'ocf:heartbeat:IPaddr2' } as const;
    assert.match(documentationOf(topic, 'ip', document, model, catalogs) ?? '', /The address that moves/);
  });

  it('outlines, folds and selects statements and elements', () => {
    const names = (items: readonly OutlineItem[]): string[] => items.map(({ name, detail }) => `${name} (${detail})`);
    const { document, model, workspace } = repository(pair);
    assert.deepEqual(names(outline(document, model)).slice(0, 4), [
      'node serv1 (serv1, cluster-node)',
      'node serv2 (serv2, cluster-node)',
      'primitive vip (ocf:heartbeat:IPaddr2)',
      'primitive db (ocf:heartbeat:mysql)',
    ]);
    assert.deepEqual(folds(document), [{ from: 2, to: 4, kind: 'section' }]);
    const xml = workspace.document('serv1/cib.xml');
    assert.ok(xml);
    assert.deepEqual(names(outline(xml, model)), [
      'stonith-enabled (true)',
      'primitive vip (ocf:heartbeat:IPaddr2)',
      'location here (100 vip serv1)',
    ]);
    assert.ok(folds(xml).some(({ from, to }) => from === 6 && to === 8));
    const grown = selectionAround(xml, { line: 7, character: 12 }).map(({ start, end }) => `${start.line}-${end.line}`);
    assert.ok(grown.includes('6-8') && grown.includes('5-9'));
  });

  it('outlines and folds keepalived.conf', () => {
    const text = 'vrrp_instance VI_1 {\n  priority 100\n  virtual_ipaddress {\n    10.0.0.9\n  }\n}\n';
    const { document, model } = repository({ 'lb1/keepalived.conf': text });
    assert.deepEqual(
      outline(document, model).map(({ name, children }) => [
        name,
        ...children.map((child) => `${child.name} ${child.detail}`),
      ]),
      [['vrrp_instance VI_1', 'priority 100', 'virtual_ipaddress ']],
    );
    assert.deepEqual(
      folds(document).map(({ from, to }) => `${from}-${to}`),
      ['0-5', '2-4'],
    );
  });

  it('finds resources and virtual addresses by name', () => {
    const { model } = repository(pair);
    assert.deepEqual(
      workspaceSymbols('front', model).map(({ name, container }) => `${name}: ${container}`),
      ['group front: cluster root'],
    );
    assert.match(workspaceSymbols('10.0.0.9', model)[0]?.container ?? '', /moved by Pacemaker as vip/);
  });
});
