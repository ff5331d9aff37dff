import assert from 'node:assert/strict';
import Ajv from 'ajv';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Report } from '../../client/cli/report';
import { quorate } from './in-process';
import { pair, scratchFolders, sharedId } from './scratch';

const root = path.join(__dirname, '../..');
const schema = JSON.parse(readFileSync(path.join(root, 'schemas/check-report.schema.json'), 'utf8')) as object;
const isValid = new Ajv({ strict: true, allErrors: true, allowUnionTypes: true }).compile(schema);

async function reportOf(folder: string, ...argv: string[]): Promise<Report> {
  const { out, err } = await quorate(folder, 'check', '--format', 'json', ...argv);
  assert.equal(err, '');
  const report = JSON.parse(out) as Report;
  assert.ok(isValid(report), JSON.stringify(isValid.errors, undefined, 2));
  return report;
}

describe('check, as JSON', () => {
  const scratch = scratchFolders();

  it('keeps to its schema for all examples', async () => {
    const report = await reportOf(root, 'examples');
    assert.ok(report.findings.length > 10 && report.clusters.length >= 5);
    const { errors, warnings, infos } = report.summary;
    assert.equal(errors + warnings + infos, report.findings.length);
  });

  it('gives every field of the contract', async () => {
    const folder = scratch(pair);
    const { clusters, findings, summary } = await reportOf(folder, '--rule', sharedId);
    assert.deepEqual(clusters, [
      {
        name: path.basename(folder),
        kind: ['replication'],
        hosts: ['db1', 'db2'].map((name) => ({ name, addresses: [], roles: [], files: [`${name}/etc/mysql/my.cnf`] })),
      },
    ]);
    assert.deepEqual(summary, { errors: 2, warnings: 0, infos: 0, files: 2, hosts: 2, clusters: 1 });
    const [{ message, related, fixes, ...rest } = assert.fail('nothing was found')] = findings;
    const place = { file: 'db1/etc/mysql/my.cnf', line: 2, column: 13, endLine: 2, endColumn: 14 };
    assert.deepEqual(rest, {
      rule: sharedId,
      severity: 'error',
      ...place,
      host: 'db1',
      cluster: path.basename(folder),
    });
    assert.match(message, /server_id 1/);
    assert.deepEqual(
      related.map(({ file, line, column }) => [file, line, column]),
      [['db2/etc/mysql/my.cnf', 2, 13]],
    );
    assert.deepEqual(
      fixes.map(({ safe }) => safe),
      [true],
    );
  });

  it('counts columns in UTF-16 units', async () => {
    const folder = scratch({
      'db1/my.cnf': '[mysqld]\nserver_id = 1\n',
      'db2/my.cnf': '[mysqld]\n# \u{1f600}\nserver_id = "1" # \u{1f600}\n',
    });
    const [, second] = (await reportOf(folder, '--rule', sharedId)).findings;
    assert.deepEqual([second?.line, second?.column, second?.endColumn], [3, 13, 16]);
  });

  it('refuses what is not in the contract', () => {
    assert.equal(isValid({ version: 1, clusters: [], findings: [{ rule: 'a/b' }], summary: {} }), false);
    assert.equal(isValid({ version: 2, clusters: [], findings: [] }), false);
  });
});
