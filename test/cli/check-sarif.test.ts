import assert from 'node:assert/strict';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { formatSarif } from '../../client/cli/format-sarif';
import { quorate } from './in-process';
import { findingOf, reportOf } from './reports';

const schema = JSON.parse(readFileSync(path.join(__dirname, 'sarif-log.schema.json'), 'utf8')) as object;
const ajv = new Ajv({ strict: true, allErrors: true });
addFormats(ajv);
const isValid = ajv.compile(schema);

interface Log {
  readonly runs: readonly [Run];
}

interface Run {
  readonly tool: {
    readonly driver: {
      readonly name: string;
      readonly rules: readonly { readonly id: string; readonly shortDescription: { readonly text: string } }[];
    };
  };
  readonly results: readonly {
    readonly ruleId: string;
    readonly ruleIndex: number;
    readonly level: string;
    readonly locations: readonly [
      { readonly physicalLocation: { readonly artifactLocation: { readonly uri: string }; readonly region: object } },
    ];
    readonly relatedLocations: readonly object[];
    readonly partialFingerprints: Readonly<Record<string, string>>;
  }[];
}

function runOf(text: string): Run {
  const log = JSON.parse(text) as Log;
  assert.ok(isValid(log), JSON.stringify(isValid.errors, undefined, 2));
  return log.runs[0];
}

describe('check, as SARIF', () => {
  it('keeps to the standard for all examples, with a fingerprint of its own for each finding', async () => {
    const { out } = await quorate(path.join(__dirname, '../..'), 'check', 'examples', '--format', 'sarif');
    const { results, tool } = runOf(out);
    assert.ok(results.length > 10);
    for (const { ruleId, ruleIndex } of results) assert.equal(tool.driver.rules[ruleIndex]?.id, ruleId);
    const fingerprints = results.map((result) => result.partialFingerprints['quorate/v1']);
    assert.equal(new Set(fingerprints).size, results.length);
  });

  it('translates severities, places and names', () => {
    const related = { file: 'b.cnf', line: 3, column: 1, message: 'there' };
    const place = { file: 'db 1/ü#?.cnf', line: 2, column: 5, endLine: 2, endColumn: 9 };
    const severities = ['error', 'warning', 'info'] as const;
    const report = reportOf(
      severities.map((severity) =>
        findingOf({ ...place, severity, rule: 'file/too-large', related: [related, related] }),
      ),
    );
    const { results, tool } = runOf(formatSarif(report, '1.2.3'));
    assert.deepEqual(
      results.map(({ level }) => level),
      ['error', 'warning', 'note'],
    );
    const { artifactLocation, region } = results[0]?.locations[0].physicalLocation ?? assert.fail('there is no result');
    assert.equal(artifactLocation.uri, 'db%201/%C3%BC%23%3F.cnf');
    assert.deepEqual(region, { startLine: 2, startColumn: 5, endLine: 2, endColumn: 9 });
    assert.equal(results[0]?.relatedLocations.length, 1);
    assert.deepEqual(
      tool.driver.rules.map(({ id, shortDescription }) => [id, shortDescription.text]),
      [['file/too-large', 'a file is too large to be configuration']],
    );
  });

  it('is valid without findings too', () => {
    assert.deepEqual(runOf(formatSarif(reportOf([]), '1.2.3')).results, []);
  });
});
