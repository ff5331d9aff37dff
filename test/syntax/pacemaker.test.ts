import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Name, pacemakerText } from '../../server/core/model/pacemaker/pacemaker';
import { vrrpInstances } from '../../server/core/model/keepalived';
import { cib, xmlElements } from '../../server/core/syntax/cib';
import { crm, type CrmLine, crmStatements, textSpan } from '../../server/core/syntax/crm';
import { crmInScript } from '../../server/core/syntax/crm-script';
import { keepalived, type KeepalivedLine } from '../../server/core/syntax/keepalived';
import { plain } from '../../server/core/syntax/plain';
import { Document, type Grammar, type Span, spanText } from '../../server/core/syntax/tree';
import { textOf } from '../text/arbitraries';
import { lineIn, samples } from './texts';

const open = (grammar: Grammar, text: string, path = 'cluster.crm'): Document =>
  new Document(`file:///${path}`, path, grammar, text);
const openCrm = (text: string): Document<CrmLine> => open(crm, text) as unknown as Document<CrmLine>;
const wordsOf = (text: string): string[][] =>
  crmStatements(openCrm(text)).map(({ words }) => words.map((word) => word.text));
const names = (list: readonly Name[]): string[] => list.map(({ name, span }) => `${name} ${spanText(span)}`);

describe('text of the crm shell', () => {
  it('joins continued lines, and takes quotes off', () => {
    assert.deepEqual(
      wordsOf('primitive a IPaddr2 \\\n  params ip="10.0.0.9" \\\n  op monitor interval=10s\nproperty x=\'a b\''),
      [
        ['primitive', 'a', 'IPaddr2', 'params', 'ip=10.0.0.9', 'op', 'monitor', 'interval=10s'],
        ['property', 'x=a b'],
      ],
    );
  });

  it('begins anew at the next statement behind a backslash too many', () => {
    assert.deepEqual(wordsOf('primitive a IPaddr2 \\\nprimitive b IPaddr2'), [
      ['primitive', 'a', 'IPaddr2'],
      ['primitive', 'b', 'IPaddr2'],
    ]);
  });

  it('leaves out comments and the words before a statement', () => {
    assert.deepEqual(wordsOf('# note\nconfigure property a=b\ncommit\n  # other'), [['property', 'a=b'], ['commit']]);
  });

  it('knows where the text of a word stands without its quotes', () => {
    const [statement] = crmStatements(openCrm('location l "we b" inf: serv1'));
    assert.deepEqual(
      statement?.words.map((word) => spanText(textSpan(word))),
      ['location', 'l', 'we b', 'inf:', 'serv1'],
    );
  });

  it('finds what scripts tell it, and marks variables of the shell', () => {
    const script = `#!/bin/sh
# crm configure property commented=out
sudo crm -F configure property no-quorum-policy="ignore" && echo done
crm configure primitive vip IPaddr2 \\
  params ip=$VIP
crm configure <<EOF
# inside
group web vip \\
  apache
EOF
crm resource move web serv1; crm status
`;
    const found = crmInScript(open(plain, script, 'setup.sh'));
    assert.deepEqual(
      found.map(({ level, words }) => [
        level,
        ...words.map(({ text, isVariable }) => (isVariable ? `(${text})` : text)),
      ]),
      [
        ['configure', 'property', 'no-quorum-policy=ignore'],
        ['configure', 'primitive', 'vip', 'IPaddr2', 'params', '(ip=$VIP)'],
        ['configure', 'group', 'web', 'vip', 'apache'],
        ['resource', 'move', 'web', 'serv1'],
      ],
    );
    for (const { words } of found)
      for (const word of words)
        assert.ok(word.block.lines[word.line]?.text.slice(word.start, word.end).includes(word.text.slice(0, 3)));
  });
});

describe('what files say of Pacemaker', () => {
  const written = `node 1: serv1
node serv2:member attributes standby=off
primitive fence stonith:fence_ipmilan params pcmk_host_list="serv1 serv2" ip=10.0.0.201
primitive vip ocf:heartbeat:IPaddr2 ip=10.0.0.9 op monitor interval=10s
primitive db ocf:heartbeat:mysql params config=/etc/my.cnf meta target-role=Started
clone dbs db meta promotable=true
group web vip apache meta migration-threshold=3
location here web 100: serv1
location there web role=Started rule -inf: #uname eq serv2 or pingd lte 0
colocation with inf: web dbs:Promoted
order before Mandatory: dbs:promote web:start symmetrical=false
order set Mandatory: [ a b ] ( c )
property no-quorum-policy=ignore
rsc_defaults resource-stickiness=100`;

  it('reads text of the crm shell', () => {
    const text = pacemakerText(open(crm, written));
    assert.deepEqual(names(text.nodes), ['serv1 serv1', 'serv2 serv2']);
    assert.deepEqual(names(text.nodeUses), ['serv1 serv1', 'serv2 serv2', 'serv1 serv1', 'serv2 serv2']);
    assert.deepEqual(
      text.resources.map(({ kind, id, members }) => [kind, id.name, ...members.map(({ name }) => name)]),
      [
        ['primitive', 'fence'],
        ['primitive', 'vip'],
        ['primitive', 'db'],
        ['promotable', 'dbs', 'db'],
        ['group', 'web', 'vip', 'apache'],
      ],
    );
    assert.deepEqual(
      text.resources[1]?.parameters.map(({ name, value }) => [name, value]),
      [['ip', '10.0.0.9']],
    );
    assert.deepEqual(
      text.constraints.map(({ kind, score, resources, hasSets }) => [
        kind,
        score,
        hasSets,
        ...resources.map(({ name, role }) => (role ? `${name}:${role}` : name)),
      ]),
      [
        ['location', '100', false, 'web'],
        ['location', '-inf', false, 'web'],
        ['colocation', 'inf', false, 'web', 'dbs:Promoted'],
        ['order', 'Mandatory', false, 'dbs:promote', 'web:start'],
        ['order', 'Mandatory', true, 'a', 'b', 'c'],
      ],
    );
    assert.deepEqual(
      text.properties.map(({ name, value }) => `${name}=${value}`),
      ['no-quorum-policy=ignore'],
    );
  });

  it('reads a CIB', () => {
    const sample = samples.find(({ grammar }) => grammar.language === 'cib');
    const text = pacemakerText(open(cib, sample?.realistic.join('\n') ?? '', 'cib.xml'));
    assert.deepEqual(names(text.nodes), ['serv1 serv1']);
    assert.deepEqual(names(text.resources.map(({ id }) => id)), ['address address']);
    assert.deepEqual(
      text.resources[0]?.parameters.map(({ name, value }) => [name, value]),
      [['ip', '10.0.0.9']],
    );
    assert.deepEqual(names(text.constraints.flatMap(({ resources, nodes }) => [...resources, ...nodes])), [
      'address address',
      'serv1 serv1',
    ]);
    assert.deepEqual(
      text.properties.map(({ name, value }) => `${name}=${value}`),
      ['stonith-enabled=true'],
    );
  });

  it('reads the instances of keepalived.conf, also where braces stand on lines of their own', () => {
    const text = `vrrp_instance VI_1
{
  interface eth0
  virtual_router_id 51 ! the same on both
  authentication { auth_pass "a b" }
  virtual_ipaddress {
    10.0.0.9/24 dev eth0
    fd00::9
  }
}
vrrp_instance VI_2 { priority $P
@lb1 priority 100
}`;
    const [one, two] = vrrpInstances(open(keepalived, text, 'keepalived.conf') as unknown as Document<KeepalivedLine>);
    assert.deepEqual(
      one?.addresses.map((each) => [each.text, spanText(each.span)]),
      [
        ['10.0.0.9', '10.0.0.9'],
        ['fd00::9', 'fd00::9'],
      ],
    );
    assert.deepEqual([one?.interface?.text, one?.routerId?.text, one?.password?.text], ['eth0', '51', 'a b']);
    assert.equal(two?.priority, undefined);
    assert.ok(two?.isConditional);
  });

  for (const language of ['crm', 'cib', 'keepalived', 'plain'] as const) {
    it(`makes something of every text of ${language}, and keeps what it names within its line`, () => {
      const sample = samples.find(({ grammar }) => grammar.language === language);
      assert.ok(sample);
      fc.assert(
        fc.property(textOf(lineIn(sample)), (written) => {
          const document = open(
            sample.grammar,
            language === 'plain' ? `crm configure <<E\n${written}` : written,
            `a.${language === 'plain' ? 'sh' : language}`,
          );
          const spans =
            language === 'keepalived'
              ? spansIn(vrrpInstances(document as never))
              : spansIn({ ...pacemakerText(document), document: undefined });
          if (language === 'cib') spans.push(...spansIn(xmlElements(document)));
          for (const { block, line, start, end } of spans) {
            const text = block.lines[line]?.text;
            assert.ok(
              text !== undefined && start >= 0 && start <= end && end <= text.length,
              `${line}:${start}-${end} in ${written}`,
            );
          }
        }),
        { numRuns: 500 },
      );
    });
  }
});

/** Every span a value holds, however deep. */
function spansIn(value: unknown): Span[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('block' in value && 'line' in value && 'start' in value) return [value as Span];
  return (value instanceof Map ? [...value.values()] : Object.values(value)).flatMap((each) => spansIn(each));
}
