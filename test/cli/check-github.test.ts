import assert from 'node:assert/strict';
import { formatGithub } from '../../client/cli/format-github';
import { quorate } from './in-process';
import { findingOf, reportOf } from './reports';
import { pair, scratchFolders, sharedId } from './scratch';

describe('check, as GitHub annotations', () => {
  const scratch = scratchFolders();

  it('writes one workflow command a finding', () => {
    const severities = ['error', 'warning', 'info'] as const;
    const report = reportOf(
      severities.map((severity) => findingOf({ severity, line: 2, endLine: 2, column: 5, endColumn: 9 })),
    );
    assert.equal(
      formatGithub(report),
      ['error', 'warning', 'notice']
        .map(
          (command) =>
            `::${command} file=my.cnf,line=2,endLine=2,col=5,endColumn=9,title=area/rule::something is wrong\n`,
        )
        .join(''),
    );
  });

  it('escapes what would end a property, a message or the command', () => {
    const related = [{ file: 'a:b', line: 3, column: 1, message: 'there' }];
    const finding = findingOf({ file: 'a,b:c%\n::error::x', message: '100%\r\n::error::x', related });
    assert.equal(
      formatGithub(reportOf([finding])),
      '::error file=a%2Cb%3Ac%25%0A%3A%3Aerror%3A%3Ax,line=1,endLine=1,col=1,endColumn=2,title=area/rule' +
        '::100%25%0D%0A::error::x%0Aa:b:3: there\n',
    );
  });

  it('ends with the same exit code as text', async () => {
    const folder = scratch(pair);
    const { code, out } = await quorate(folder, 'check', '--rule', sharedId, '--format', 'github');
    assert.equal(code, 1);
    assert.match(
      out,
      /^(::error file=db\d\/etc\/mysql\/my\.cnf,line=2,endLine=2,col=13,endColumn=14,title=[^\n]*\n){2}$/,
    );
    const none = await quorate(folder, 'check', 'db1', '--rule', sharedId, '--format', 'github');
    assert.deepEqual(none, { code: 0, out: '', err: '' });
  });
});
