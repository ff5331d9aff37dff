import assert from 'node:assert/strict';
import { rules } from '../../server/core/rules/registry';
import { hostRule } from '../../server/core/rules/rule';
import type { RuleEntry } from '../../server/core/rules/checker';
import { version } from '../../client/cli/version';
import { quorate } from './in-process';
import { pair, scratchFolders } from './scratch';

const commands = ['check', 'fix', 'hosts', 'explain', 'lsp'];

describe('the command line', () => {
  const scratch = scratchFolders();

  it('shows every command in its overview, and each with its help', async () => {
    const { code, out } = await quorate('/', '--help');
    assert.equal(code, 0);
    for (const command of commands) {
      assert.match(out, new RegExp(`^  ${command} +\\S`, 'm'));
      for (const argv of [
        [command, '--help'],
        [command, '-h'],
        ['help', command],
      ]) {
        const help = await quorate('/', ...argv);
        assert.equal(help.code, 0);
        assert.match(help.out, new RegExp(`^quorate ${command}\\b`));
        assert.equal(help.err, '');
      }
    }
  });

  it('prints its version', async () => {
    for (const option of ['--version', '-V']) {
      assert.deepEqual(await quorate('/', option), { code: 0, out: `${version}\n`, err: '' });
    }
  });

  it('tells on the error stream how it is used when there is no command', async () => {
    const { code, out, err } = await quorate('/');
    assert.equal(code, 2);
    assert.equal(out, '');
    assert.match(err, /Usage: quorate <command>/);
  });

  for (const [argv, message] of [
    [['chekc'], /^quorate: there is no command chekc; "quorate --help" lists them\n$/],
    [['check', '--formt', 'json'], /^quorate: Unknown option '--formt'.*"quorate check --help" shows what it takes\n$/],
    [['check', '--format'], /^quorate: Option '--format <value>' argument missing; /],
    [['check', '--format', 'xml'], /^quorate: --format takes text, json, sarif, github, not "xml"\n$/],
    [['check', '--fail-on', 'fatal'], /^quorate: --fail-on takes error, warning, info, never, not "fatal"\n$/],
    [['hosts', '--format', 'sarif'], /^quorate: --format takes text, json, manifest, not "sarif"\n$/],
    [['explain', 'a/b', 'c/d'], /^quorate: explain takes one rule at a time\n$/],
    [['check', 'nowhere'], /^quorate: nowhere: no such file or folder\n$/],
    [['lsp'], /^quorate: lsp needs --stdio/],
  ] as const) {
    it(`refuses "${argv.join(' ')}" in one line, with exit code 2`, async () => {
      const { code, out, err } = await quorate(scratch(pair), ...argv);
      assert.equal(code, 2);
      assert.equal(out, '');
      assert.match(err, message);
    });
  }

  it('takes a rule that throws for a fault of its own, with the cause, and exit code 3', async () => {
    const faulty = hostRule({
      severity: 'error',
      summary: 'throws',
      check: () => {
        throw new Error('the cause of it');
      },
    });
    (rules as RuleEntry[]).push(['test/faulty', faulty]);
    try {
      for (const command of ['check', 'fix', 'hosts']) {
        const { code, out, err } = await quorate(scratch(pair), command);
        assert.equal(code, 3);
        assert.equal(out, '');
        assert.match(err, /^quorate: this is a fault of Quorate.*rule test\/faulty failed[^]*the cause of it/);
      }
    } finally {
      (rules as RuleEntry[]).pop();
    }
  });
});
