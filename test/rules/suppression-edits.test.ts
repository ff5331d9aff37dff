import assert from 'node:assert/strict';
import { absolute } from '../../server/core/rules/finding';
import { rules } from '../../server/core/rules/registry';
import { suppressionEdit } from '../../server/core/rules/suppression';
import { Workspace } from '../../server/core/workspace';
import { catalogs } from '../../server/disk/catalogs';

/** A file of each language in which a comment may not stand on any line, with a finding on a line where it may not. */
const cases = {
  'a/cluster.crm': {
    rule: 'pacemaker/bad-parameter',
    text: 'primitive vip IPaddr2 \\\n    params ip=10.0.0.9 cidr_netmsk=24 \\\n    op monitor interval=10s\n',
    silenced: /^# quorate-ignore pacemaker\/bad-parameter: reason\nprimitive/,
  },
  'a/cib.xml': {
    rule: 'pacemaker/unknown-resource',
    text: '<cib><configuration>\n  <constraints>\n    <rsc_location id="l" rsc="nix" node="a" score="1"/>\n  </constraints>\n</configuration></cib>\n',
    silenced: /\n {4}<!-- quorate-ignore pacemaker\/unknown-resource: reason -->\n {4}<rsc_location/,
  },
  'a/keepalived.conf': {
    rule: 'pacemaker/virtual-address-taken',
    text: 'vrrp_instance V {\n  unicast_src_ip 10.0.0.9\n  virtual_ipaddress {\n    10.0.0.9\n  }\n}\n',
    silenced: /\n {2}# quorate-ignore pacemaker\/virtual-address-taken: reason\n {2}unicast_src_ip/,
  },
} as const;

describe('a comment that silences a finding', () => {
  for (const [path, { rule, text, silenced }] of Object.entries(cases)) {
    it(`stands in ${path} where the program takes one, and silences it`, () => {
      const workspace = new Workspace(catalogs, rules, 'repository', (id, error) => {
        throw new Error(id, { cause: error });
      });
      workspace.set(path, `file:///repository/${path}`, text);
      workspace.update();
      const document = workspace.document(path) ?? assert.fail('the file is none of ours');
      const found = workspace.findings(document).filter((finding) => finding.rule === rule);
      assert.equal(found.length, 1);
      const edits = absolute(found.map((finding) => suppressionEdit(finding))) ?? assert.fail('the edit is stale');
      workspace.edit(path, edits);
      workspace.update();
      assert.match(document.text, silenced);
      assert.deepEqual(
        workspace.findings(document).filter((finding) => finding.rule === rule),
        [],
      );
    });
  }
});
