import assert from 'node:assert/strict';
import { formatText } from '../../client/cli/format-text';
import { paintFor } from '../../client/cli/paint';
import type { Report } from '../../client/cli/report';
import { quorate } from './in-process';
import { findingOf, reportOf } from './reports';
import { pair, scratchFolders, sharedId } from './scratch';

const plain = paintFor({}, {});

describe('check, as text', () => {
  const scratch = scratchFolders();

  it('lists findings file by file, with the other lines they disagree with and the fix', () => {
    const one = findingOf({ file: 'db1/my.cnf', line: 2, column: 13, host: 'db1', cluster: 'shop' });
    const related = [{ file: 'db2/my.cnf', line: 3, column: 13, message: 'first used here' }];
    const fixes = [{ title: 'Use 2', safe: true }];
    const other = findingOf({ file: 'db2/my.cnf', severity: 'warning', fixes: [{ title: 'Use 3', safe: false }] });
    assert.equal(
      formatText(reportOf([{ ...one, related, fixes }, { ...one, line: 4, severity: 'info' }, other]), plain),
      `db1/my.cnf  host db1, cluster shop
  db1/my.cnf:2:13 error something is wrong [area/rule]
      db2/my.cnf:3:13 first used here
      fix Use 2
  db1/my.cnf:4:13 info something is wrong [area/rule]

db2/my.cnf
  db2/my.cnf:1:1 warning something is wrong [area/rule]
      fix Use 3 (needs --unsafe)

1 error, 1 warning, 1 info in 2 files of 1 host in 1 cluster.
`,
    );
  });

  it('tells of a repository what JSON tells of it', async () => {
    const folder = scratch(pair);
    const text = await quorate(folder, 'check', '--rule', sharedId);
    const json = await quorate(folder, 'check', '--rule', sharedId, '--format', 'json');
    assert.equal(text.out, formatText(JSON.parse(json.out) as Report, plain));
    assert.match(
      text.out,
      /^db1\/etc\/mysql\/my\.cnf {2}host db1, cluster .*\n {2}db1\/etc\/mysql\/my\.cnf:2:13 error /,
    );
    assert.match(text.out, /\n\n2 errors, 0 warnings, 0 infos in 2 files of 2 hosts in 1 cluster\.\n$/);
    assert.deepEqual([text.code, text.err], [1, '']);
  });

  it('says so when nothing is found, and when there is nothing to check', async () => {
    const fine = await quorate(scratch({ 'db1/my.cnf': '[mysqld]\nserver_id = 1\n' }), 'check', '--rule', sharedId);
    assert.deepEqual(fine, { code: 0, out: 'No findings in 1 file of 1 host in 1 cluster.\n', err: '' });
    const empty = await quorate(scratch({ 'README.md': 'nothing here' }), 'check');
    assert.deepEqual(empty, { code: 0, out: 'No findings in 0 files of 0 hosts in 0 clusters.\n', err: '' });
  });

  it('paints severities where colours are wanted, and the text is the same without them', () => {
    const report = reportOf([findingOf({ fixes: [{ title: 'Use 2', safe: false }], host: 'db1' })]);
    const painted = formatText(report, paintFor({ isTTY: true }, {}));
    assert.ok(painted.includes('\u001b[31merror\u001b[39m something is wrong'));
    // eslint-disable-next-line no-control-regex -- escapes are what is taken out
    assert.equal(painted.replace(/\u001b\[\d+m/g, ''), formatText(report, plain));
  });

  it('shows what would steer the terminal as escapes', () => {
    const text = formatText(reportOf([findingOf({ message: 'value "\u001b[2J\u202e\u0007" is wrong' })]), plain);
    assert.match(text, /value "\\u001b\[2J\\u202e\\u0007" is wrong/);
  });
});
