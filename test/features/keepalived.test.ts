import assert from 'node:assert/strict';
import type { Completion } from '../../server/core/features/answers';
import { codeLenses } from '../../server/core/features/code-lenses';
import { complete, documentationOf } from '../../server/core/features/completion';
import { definitionsAt } from '../../server/core/features/definition';
import { hover } from '../../server/core/features/hover';
import { inlayHints } from '../../server/core/features/inlay-hints';
import { sameOnOtherHosts } from '../../server/core/features/other-hosts';
import { type OutlineItem, outline } from '../../server/core/features/outline';
import { highlightsAt, referencesAt } from '../../server/core/features/references';
import { renameAt } from '../../server/core/features/rename';
import { signatureAt } from '../../server/core/features/signature';
import { workspaceSymbols } from '../../server/core/features/workspace-symbols';
import { rangeOf } from '../../server/core/syntax/tree';
import { catalogs } from '../../server/disk/catalogs';
import { at, repository, told } from './repository';

const lb1 = 'lb1/etc/keepalived/keepalived.conf';
const lb2 = 'lb2/etc/keepalived/keepalived.conf';

const conf = (own: string, peer: string, priority: number): string => `global_defs {
    router_id pair
}

vrrp_script haproxy {
    script "/usr/bin/pgrep -x haproxy"
    interval 2
    weight -20
}

vrrp_instance VI_1 {
    state BACKUP
    interface eth0
    virtual_router_id 51
    priority ${priority}
    advert_int 2
    unicast_src_ip ${own}
    unicast_peer {
        ${peer}
    }
    authentication {
        auth_type PASS
        auth_pass secret12
    }
    track_script {
        haproxy weight -30
    }
    virtual_ipaddress {
        10.0.0.10/24 dev eth0
    }
}

vrrp_sync_group both {
    group {
        VI_1
    }
}
`;
const haproxy = 'listen db\n    bind 10.0.0.10:3306\n    server db1 10.0.0.1:3306 check\n';
const pair = {
  [lb1]: conf('10.0.0.11', '10.0.0.12', 101),
  [lb2]: conf('10.0.0.12', '10.0.0.11', 100),
  'lb1/etc/haproxy/haproxy.cfg': haproxy,
  'lb2/etc/haproxy/haproxy.cfg': haproxy,
};

describe('keepalived.conf in the editor', () => {
  const itemsIn = (
    text: string,
    others: Readonly<Record<string, string>> = { [lb1]: pair[lb1] ?? '' },
  ): readonly Completion[] => {
    const { document, position, model, documents } = repository({ ...others, [lb2]: text });
    return complete(document, position, model, catalogs, documents)?.items ?? [];
  };
  const labels = (text: string, others?: Readonly<Record<string, string>>): string[] =>
    itemsIn(text, others).map(({ label }) => label);
  const inInstance = (line: string): string[] =>
    labels(`vrrp_instance VI_1 {\n    virtual_ipaddress {\n        10.0.0.10/24\n    }\n    ${line}$0\n}\n`);
  const cursor = (file: string, text: string, offset = 1): ReturnType<typeof repository> =>
    repository(at(pair, file, text, offset));

  it('proposes the keywords of each block, with type, range and default', () => {
    assert.ok(labels('$0').includes('vrrp_sync_group'));
    const found = itemsIn('vrrp_instance VI_1 {\n    priority 3\n    $0\n}\n');
    const named = (name: string): Completion | undefined =>
      found.find(({ label, kind }) => label === name && kind === 'name');
    assert.equal(named('priority'), undefined, 'it is there already');
    assert.deepEqual(named('virtual_router_id'), {
      label: 'virtual_router_id',
      kind: 'name',
      detail: 'integer 1–255',
      insert: 'virtual_router_id ',
      isFirst: true,
    });
    assert.equal(named('advert_int')?.detail, 'number 0.01–255 = 1 s');
    assert.equal(named('track_script')?.insert, 'track_script {\n\t$0\n}');
    assert.deepEqual(labels('vrrp_instance a {\n  authentication {\n    $0\n  }\n}\n'), ['auth_type', 'auth_pass']);
    assert.ok(
      labels('virtual_server 10.0.0.10 80 {\n  real_server 10.0.0.1 80 {\n    TCP_CHECK { $0 }\n  }\n}\n').includes(
        'connect_port',
      ),
    );
    assert.deepEqual(labels('# $0'), []);
    assert.deepEqual(labels('vrrp_script a {\n  script "$0"\n}\n'), []);
    const { document, model } = repository(pair);
    assert.match(
      documentationOf({ of: 'keepalived', section: 'vrrp_instance' }, 'nopreempt', document, model, catalogs) ?? '',
      /state must be BACKUP/,
    );
  });

  it('proposes values: words, what the peers have, free numbers, own addresses and names', () => {
    assert.deepEqual(inInstance('state '), ['MASTER', 'BACKUP']);
    assert.deepEqual(inInstance('virtual_router_id '), ['51', '52']);
    assert.deepEqual(inInstance('priority '), ['100', '102']);
    assert.deepEqual(inInstance('advert_int '), ['2', '1']);
    assert.deepEqual(inInstance('interface '), ['eth0']);
    assert.deepEqual(inInstance('unicast_src_ip '), ['10.0.0.12'], 'the peer that lb1 sends to');
    assert.deepEqual(inInstance('unicast_peer {\n        '), ['10.0.0.11']);
    assert.deepEqual(inInstance('virtual_ipaddress_excluded {\n        10.0.0.7 '), [
      'dev',
      'brd',
      'label',
      'scope',
      'no_track',
    ]);
    assert.deepEqual(inInstance('strict_mode '), ['on', 'off']);
    assert.deepEqual(inInstance('@lb2 state '), ['MASTER', 'BACKUP']);
    const whole = pair[lb2] ?? '';
    assert.deepEqual(labels(whole.replace('haproxy weight -30', '$0')), ['haproxy']);
    assert.deepEqual(labels(whole.replace('haproxy weight -30', 'haproxy $0')), ['weight', 'reverse']);
    assert.deepEqual(labels(whole.replace('        VI_1\n', '        $0\n')), ['VI_1']);
    assert.deepEqual(labels('virtual_server $0', { [lb1]: pair[lb1] ?? '' }), ['10.0.0.10', 'group', 'fwmark']);
  });

  it('proposes whole instances: the one of a peer with the own address, or a first one', () => {
    const own =
      'vrrp_instance other {\n    unicast_src_ip 10.0.0.12\n    virtual_ipaddress {\n        10.0.0.20\n    }\n}\n';
    const [mirror] = itemsIn(`${own}$0`).filter(({ label }) => label.includes('as lb1 has it'));
    const text = mirror?.insert ?? '';
    assert.match(text, /priority 100\n/);
    assert.match(text, /unicast_src_ip 10\.0\.0\.12\n {4}unicast_peer \{\n {8}10\.0\.0\.11\n/);
    assert.match(text, /auth_pass secret12\n/);
    assert.deepEqual(
      labels(`${pair[lb2]}$0`).filter((label) => label.includes('as lb1')),
      [],
    );
    const [guessed] = itemsIn('$0').filter(({ label }) => label.includes('as lb1 has it'));
    assert.match(guessed?.insert ?? '', /unicast_src_ip 10\.0\.0\.12\n/, 'the peer that nobody is known by');
    const open = (pair[lb1] ?? '').replace('        10.0.0.12\n', '        10.0.0.12\n        10.0.0.13\n');
    const [unknown] = itemsIn('$0', { [lb1]: open }).filter(({ label }) => label.includes('as lb1 has it'));
    assert.match(unknown?.insert ?? '', /unicast_src_ip \$\{1:address\}\n/);
    const first = labels('global_defs {\n}\n$0', {
      'quorate.json': JSON.stringify({
        clusters: [
          {
            name: 'shop',
            hosts: ['lb1', 'lb2'].map((name, index) => ({
              name,
              addresses: [`10.0.0.1${index + 1}`],
              files: {
                [`${name}/etc/haproxy/haproxy.cfg`]: '/etc/haproxy/haproxy.cfg',
                [`${name}/etc/keepalived/keepalived.conf`]: '/etc/keepalived/keepalived.conf',
              },
            })),
          },
        ],
      }),
      'lb1/etc/haproxy/haproxy.cfg': haproxy,
      'lb2/etc/haproxy/haproxy.cfg': haproxy,
    });
    assert.ok(first.includes('vrrp_instance of this cluster'), first.join());
  });

  it('says what a keyword is and what the other host has', () => {
    const { document, position, model, documents } = cursor(lb1, 'priority 101');
    const said = hover(document, position, model, catalogs, documents)?.markdown ?? '';
    assert.match(said, /\*\*priority\*\* `NUMBER`\n\ninteger, 1 to 255, default `100`/);
    assert.match(said, /\| lb1 \| `101` \|\n\| lb2 \| `100` \|/);
    const secret = cursor(lb1, 'auth_pass');
    const hidden = hover(secret.document, secret.position, secret.model, catalogs, secret.documents)?.markdown ?? '';
    assert.doesNotMatch(hidden, /\| lb2/);
    const script = cursor(lb2, 'weight -20');
    assert.match(
      hover(script.document, script.position, script.model, catalogs, script.documents)?.markdown ?? '',
      /\| lb2 \| `-20` \|\n\| lb1 \| `-20` \|/,
    );
    assert.deepEqual(told(sameOnOtherHosts(document, position, model)), [`${lb2}:15 priority`]);
  });

  it('helps to write what takes several words', () => {
    const forms = (text: string): unknown => {
      const { document, position, model } = repository({ [lb2]: text });
      const found = signatureAt(document, position, model, catalogs);
      return found && [found.forms[0]?.label, found.active];
    };
    assert.deepEqual(forms('virtual_server 10.0.0.10 $0'), ['virtual_server ADDRESS PORT', 1]);
    assert.deepEqual(forms('vrrp_instance a {\n  track_script {\n    chk $0\n  }\n}\n'), [
      'NAME [weight NUMBER] [reverse]',
      1,
    ]);
    assert.equal(forms('vrrp_instance$0'), undefined);
  });

  it('knows where names are defined and used, and renames them on one host', () => {
    const { document, position, model, documents } = cursor(lb1, 'haproxy weight');
    assert.deepEqual(told(definitionsAt(document, position, model, documents)), [`${lb1}:5 haproxy`]);
    assert.deepEqual(told(referencesAt(document, position, model, documents, false)), [`${lb1}:26 haproxy`]);
    assert.equal(highlightsAt(document, position, model).length, 2);
    const renamed = renameAt(document, position, 'check', model, documents);
    assert.ok('spans' in renamed);
    assert.deepEqual(told(renamed.spans), [`${lb1}:26 haproxy`, `${lb1}:5 haproxy`]);
    assert.deepEqual(told(renamed.onTwins), [`${lb2}:26 haproxy`, `${lb2}:5 haproxy`]);
    assert.ok('refusal' in renameAt(document, position, 'a b', model, documents));
    const instance = cursor(lb1, '        VI_1', 9);
    assert.deepEqual(told(definitionsAt(instance.document, instance.position, instance.model, instance.documents)), [
      `${lb1}:11 VI_1`,
    ]);
  });

  it('says what numbers count, whose addresses are, and which other files use an address that moves', () => {
    const hints = (files: Readonly<Record<string, string>>, path: string): string[] => {
      const { workspace, model } = repository(files);
      const document = workspace.document(path);
      assert.ok(document);
      return inlayHints(document, 0, 1000, model, catalogs)
        .map(({ span, label }) => `${(rangeOf(span)?.start.line ?? 0) + 1}: ${label}`)
        .sort((a, b) => Number.parseInt(a) - Number.parseInt(b));
    };
    assert.deepEqual(hints(pair, lb1), ['7: s', '16: s', '19: lb2', '29: also in haproxy.cfg of lb1, lb2']);
    const timed = 'vrrp_instance a {\n  advert_int 0.5\n  preempt_delay 300\n  garp_master_delay 0\n}\n';
    assert.deepEqual(hints({ 'a/keepalived.conf': timed }, 'a/keepalived.conf'), ['2: s = 500 ms', '3: s = 5 min']);
    const { 'lb1/etc/haproxy/haproxy.cfg': listener } = pair;
    const shared = {
      'cluster.crm':
        'primitive vip IPaddr2 \\\n    params ip=10.0.0.10 nic=eth0 \\\n    op monitor interval=10 timeout=90s \\\n    op start timeout=120 interval=0 \\\n    meta failure-timeout=600\nproperty cluster-recheck-interval=120 stonith-enabled=true\n',
      'lb1/etc/haproxy/haproxy.cfg': listener,
    };
    assert.deepEqual(hints(shared, 'cluster.crm'), [
      '2: also in haproxy.cfg of lb1',
      '3: s',
      '4: s = 2 min',
      '5: s = 10 min',
      '6: s = 2 min',
    ]);
    const xml =
      '<cib>\n<crm_config><cluster_property_set id="a"><nvpair id="b" name="stonith-timeout" value="60"/></cluster_property_set></crm_config>\n<op id="c" name="monitor" interval="30"\n  timeout="20s"/>\n</cib>\n';
    assert.deepEqual(hints({ 'a/cib.xml': xml }, 'a/cib.xml'), ['2: s = 1 min', '3: s']);
  });

  it('says above an instance who gets its addresses, and what a failure costs', () => {
    const titles = (files: Readonly<Record<string, string>>, path: string): string[] => {
      const { workspace, model } = repository(files);
      const document = workspace.document(path);
      assert.ok(document);
      return codeLenses(document, model).flatMap(({ title, leadsToHosts }) => (leadsToHosts ? [] : [title]));
    };
    // Members of a group move together, so that keepalived takes no notice of their weights.
    assert.deepEqual(titles(pair, lb1), ['priority: lb1 101 · lb2 100']);
    const alone = (own: string, peer: string, priority: number): string =>
      conf(own, peer, priority).replace(/vrrp_sync_group[^]*/, '');
    const free = { [lb1]: alone('10.0.0.11', '10.0.0.12', 101), [lb2]: alone('10.0.0.12', '10.0.0.11', 100) };
    assert.deepEqual(titles(free, lb2), ['priority: lb1 101 · lb2 100 (70 without haproxy)']);
    const fault = { [lb1]: (free[lb1] ?? '').replace('weight -30', '').replace('weight -20', '') };
    assert.deepEqual(titles(fault, lb1), ['priority: lb1 101 (none without haproxy)']);
    const reverse = { [lb1]: (free[lb1] ?? '').replace('weight -30', 'weight -30 reverse') };
    assert.deepEqual(titles(reverse, lb1), []);
  });

  it('tells the hosts of addresses in the outline', () => {
    const { document, model } = repository(pair);
    const said = (items: readonly OutlineItem[]): string[] =>
      items.flatMap(({ name, detail, children }) => [`${name}: ${detail}`, ...said(children)]);
    const found = said(outline(document, model));
    assert.ok(found.includes('10.0.0.12: lb2, proxy'), found.join('\n'));
    assert.ok(found.includes('unicast_src_ip: 10.0.0.11 · lb1, proxy'), found.join('\n'));
  });

  it('finds instances and scripts among the symbols of the workspace', () => {
    const { model } = repository(pair);
    assert.deepEqual(
      workspaceSymbols('VI_1', model).map(({ name, container }) => `${name} of ${container}`),
      ['lb1', 'lb2'].map((host) => `vrrp_instance VI_1 of host ${host} of cluster ${model.clusters[0]?.name}`),
    );
  });

  it('renames an address that moves, also where HAProxy listens on it, and that of a peer', () => {
    const { document, position, model, documents } = cursor(lb1, '10.0.0.10/24');
    const renamed = renameAt(document, position, '10.0.0.20', model, documents);
    assert.ok('spans' in renamed);
    assert.deepEqual(told(renamed.spans), [
      'lb1/etc/haproxy/haproxy.cfg:2 10.0.0.10',
      `${lb1}:29 10.0.0.10`,
      'lb2/etc/haproxy/haproxy.cfg:2 10.0.0.10',
      `${lb2}:29 10.0.0.10`,
    ]);
    const peer = cursor(lb1, '        10.0.0.12', 9);
    assert.deepEqual(told(definitionsAt(peer.document, peer.position, peer.model, peer.documents)), [
      `${lb2}:17 10.0.0.12`,
    ]);
  });
});
