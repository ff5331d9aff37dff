import assert from 'node:assert/strict';
import { type Daemons, type Files, daemons as daemonsOf, describeDaemons, isFetched } from '../daemons';
import { type ExpectedFinding, type Place, expectations } from './expectations';
import { asPackaged } from './packaged';
import { scenarioFiles, scenarioHosts, scenarios } from './scenarios';

describe('the examples', () => {
  it('come in pairs, each with a page and expectations', () => {
    assert.deepEqual(Object.keys(expectations).sort(), scenarios);
    for (const scenario of scenarios) {
      assert.match(scenarioFiles(scenario).get('README.md') ?? '', /^# .+\n\n/, scenario);
      const twin = scenario.endsWith('-fixed') ? scenario.slice(0, -'-fixed'.length) : `${scenario}-fixed`;
      assert.ok(scenarios.includes(twin), twin);
      assert.equal(expectations[scenario]?.clean === true, scenario.endsWith('-fixed'), scenario);
    }
  });

  for (const [scenario, { mustFind, mustNotFind, absentRules, clean }] of Object.entries(expectations)) {
    it(`${scenario}: the expectations name lines as they are and do not contradict each other`, () => {
      const files = scenarioFiles(scenario);
      const places: Place[] = [...mustFind, ...mustNotFind, ...mustFind.flatMap(({ orAt = [] }) => orAt)];
      for (const { file, line, text } of places) {
        assert.equal(files.get(file)?.split('\n')[line - 1]?.trim(), text, `${file}:${line}`);
      }
      const silent = new Set(
        mustNotFind.filter(({ rules }) => !rules).map(({ file, line }) => `${file}:${line}`),
      );
      for (const { file, line, rule } of mustFind) {
        assert.ok(!silent.has(`${file}:${line}`), `${file}:${line} is both`);
        assert.ok(!absentRules.includes(rule), `${rule} is both`);
      }
      assert.equal(clean === true && mustFind.length > 0, false);
    });
  }

  it('orchestrator-three: the comma too many is what the twin lacks', () => {
    const file = 'orchestrator/orchestrator.conf.json';
    assert.throws(() => JSON.parse(scenarioFiles('orchestrator-three').get(file)!), SyntaxError);
    const fixed = JSON.parse(scenarioFiles('orchestrator-three-fixed').get(file)!) as Record<string, unknown>;
    assert.deepEqual(fixed['PromotionIgnoreHostnameFilters'], ['^db003:3306$']);
  });
});

describeDaemons('the daemons over the examples', (daemons) => {
  for (const scenario of scenarios.filter((name) => !name.startsWith('orchestrator-three'))) {
    for (const [host, files] of scenarioHosts(scenario)) {
      it(`${scenario}: say of ${host} what the expectations say`, () => {
        const expected = (expectations[scenario]?.mustFind ?? []).filter(({ file }) =>
          file.startsWith(`${host}/`),
        );
        assert.ok(judge(daemons(), host, files, expected) > 0);
      });
    }
  }

  it('orchestrator-three: MySQL takes the option files', async () => {
    const hosts = ['orchestrator-three', 'orchestrator-three-fixed'].flatMap((scenario) => [
      ...scenarioHosts(scenario),
    ]);
    const optionFiles = hosts
      .flatMap(([, files]) => Object.entries(files))
      .filter(([place]) => place.endsWith('.cnf'));
    assert.equal(optionFiles.length, 6);
    // Both products have these, so the spelling at least is proved by the server that bookworm has.
    const shared = /^(\[mysqld\]|server.id|log_bin|log_slave_updates|report_host|relay_log) ?/;
    for (const [, text] of optionFiles) {
      const lines = String(text)
        .split('\n')
        .filter((line) => shared.test(line));
      assert.equal(daemons().mariadbAccepts(lines.join('\n')).accepts, true);
    }
    if (!(await isFetched('sid-mysql'))) {
      console.log('      MySQL is not in bookworm: only what MariaDB shares with it was tried');
      return;
    }
    const { run } = await daemonsOf('sid-mysql');
    const argv = ['mysqld', '--defaults-file=/etc/my.cnf', '--user=mysql', '--validate-config'];
    for (const [, text] of optionFiles) {
      const { status, stderr } = run(argv, { files: { '/etc/my.cnf': String(text) } });
      assert.equal(status, 0, stderr);
    }
  });
});

/** Holds every configuration of a host against its daemon; returns how many there were. */
function judge(daemons: Daemons, host: string, files: Files, expected: readonly ExpectedFinding[]): number {
  const of = (rule: string): readonly ExpectedFinding[] =>
    expected.filter((finding) => finding.rule === rule);
  const names = Object.keys(files);
  let judged = 0;
  if (names.some((name) => name.endsWith('.cnf'))) {
    const { status, stderr } = daemons.mariadbAccepts({ files: asPackaged(daemons, files) });
    const unknown = of('mycnf/unknown-option');
    assert.equal(status, unknown.length > 0 ? 7 : 0, stderr);
    for (const { text } of unknown)
      assert.ok(stderr.includes(`unknown variable '${text.replace(/ *= */, '=')}'`));
    judged++;
  }
  if (names.includes('/etc/haproxy/haproxy.cfg')) {
    const { accepts, stderr } = daemons.haproxyAccepts(String(files['/etc/haproxy/haproxy.cfg']));
    assert.equal(accepts, true, stderr);
    const warnings = stderr.split('\n').filter((line) => line.startsWith('[WARNING]'));
    assert.equal(warnings.length, of('haproxy/missing-timeout').length, stderr);
    for (const [index, { text }] of of('haproxy/missing-timeout').entries()) {
      assert.ok(
        warnings[index]?.includes(`missing timeouts for`) &&
          warnings[index].includes(`'${text.split(' ')[1]}'`),
      );
    }
    judged++;
  }
  if (names.includes('/etc/corosync/corosync.conf')) {
    const address = { serv1: '172.16.0.10', serv2: '172.16.0.11' }[host]!;
    const text = String(files['/etc/corosync/corosync.conf']);
    const { accepts, stderr } = daemons.corosyncAccepts(text, { hostname: host, addresses: [address] });
    assert.equal(accepts, true, stderr);
    judged++;
  }
  return judged;
}
