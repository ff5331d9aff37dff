import assert from 'node:assert/strict';
import { readForm } from '../../server/core/catalog/haproxy-forms';
import { faultIn } from '../../server/core/model/haproxy-arguments';
import { expressionFault, formatFault } from '../../server/core/model/haproxy-expressions';
import { valueFault } from '../../server/core/model/haproxy-values';
import { evaluateCondition } from '../../server/core/syntax/haproxy-condition-expression';
import { splitWords } from '../../server/core/syntax/haproxy-words';
import forms from '../../server/core/catalog/data/haproxy-arguments.json';
import written from '../../server/core/catalog/data/haproxy-arguments-facts.json';
import { catalogs } from '../../server/disk/catalogs';

const checks = { value: valueFault, reach: () => undefined };
const fault = (form: string, text: string) => faultIn(splitWords(text).words, 0, readForm(form), checks);
const scope = { samples: catalogs.haproxy.samples, release: '3.0' };

describe('arguments of haproxy keywords', () => {
  it('have forms that can be read, all of them', () => {
    for (const { takes } of [...forms.arguments, ...written.arguments]) assert.doesNotThrow(() => readForm(takes));
    assert.throws(() => readForm('{ a | b'), /not closed/);
  });

  it('are judged without a release only where every release that knows the keyword takes no other', () => {
    const { haproxy } = catalogs;
    // Up to 3.0 HAProxy takes the line without an address, from 3.2 on it does not.
    assert.equal(haproxy.argumentForms('listen', 'email-alert from', undefined), undefined);
    assert.equal(haproxy.argumentForms('listen', 'email-alert from', '2.6'), undefined);
    assert.equal(haproxy.argumentForms('listen', 'email-alert from', '3.2')?.length, 1);
    // Older releases do not know the keyword at all.
    assert.equal(haproxy.argumentForms('listen', 'hash-preserve-affinity', undefined)?.length, 1);
  });

  it('have gaps where the daemon has them, and say what is on both sides', () => {
    const [form] = catalogs.haproxy.argumentForms('listen', 'hash-balance-factor', undefined) ?? [];
    assert.ok(form);
    // "must be 0 or greater than 100" (2.6 to 3.2); a word that is no number is 0.
    for (const text of ['0', 'off', '101', '150x']) {
      assert.equal(faultIn(splitWords(text).words, 0, form, checks), undefined, text);
    }
    assert.deepEqual(faultIn(splitWords('100').words, 0, form, checks)?.expected, ['0', 'a number of 101 or more']);
  });

  it('fit words, alternatives and groups that repeat', () => {
    const form = '[ user <word> [ pre-41 | post-41 ] ]';
    for (const text of ['', 'user haproxy', 'user haproxy post-41']) assert.equal(fault(form, text), undefined, text);
    assert.deepEqual(fault(form, 'user'), { at: 1, expected: ['an argument'] });
    assert.deepEqual(fault(form, 'user haproxy post'), { at: 2, expected: ['pre-41', 'post-41'] });
    assert.equal(fault('[ len <atoi 1> | whole ]...', 'whole len 3 whole'), undefined);
    assert.equal(fault('[ len <atoi 1> | whole ]...', 'whole len 0')?.at, 2);
  });

  it('are not judged behind a word that the environment decides about', () => {
    assert.equal(fault('<int 1>', '"$N"'), undefined);
    assert.equal(fault('<int 1> { on | off }', '1 "$STATE" more'), undefined);
    assert.equal(fault('<int 1>', '${N}')?.at, 0);
  });

  it('are numbers as the daemon reads them', () => {
    assert.equal(fault('<atoi 1>', '3x'), undefined);
    assert.equal(fault('<int 1>', '3x')?.at, 0);
    assert.equal(fault('<time 1>', '0')?.at, 0);
    assert.equal(fault('<time>', '25d')?.at, 0);
    assert.equal(fault('<address port>', '10.0.0.1')?.at, 0);
    assert.equal(fault('<address>', '10.0.0.300:80')?.at, 0);
    assert.equal(fault('<address port>', '10.0.0.1:1024;'), undefined);
    assert.equal(fault('<address port digits>', '10.0.0.1:1024;')?.at, 0);
    assert.equal(fault('<address>', '${HOST}:80'), undefined);
    assert.equal(fault('<address>', "'$HOST':80"), undefined);
    // Asked of HAProxy 2.6, 3.0, 3.2 and 3.4.
    for (const taken of ['10.0.0.0', '10.0.0.0/8,192.168.0.0/16', '10.0.0.0/255.0.0.0', '::1'])
      assert.equal(fault('<network-list>', taken), undefined, taken);
    for (const refused of ['10', '10.0', '10/8', '10.0.0.0/33', 'x'])
      assert.equal(fault('<network-list>', refused)?.at, 0, refused);
    for (const taken of ['10.0.0.1', 'last,10.0.0.1', '::1', 'last,,none', 'last,'])
      assert.equal(fault('<init-addr>', taken), undefined, taken);
    for (const refused of ['10.0.0.1:80', '10', '10.1', 'db.example', 'libc:80'])
      assert.equal(fault('<init-addr>', refused)?.at, 0, refused);
    assert.equal(fault('<size 1>', '16k'), undefined);
    assert.equal(fault('<size 1>', '0k')?.at, 0);
    // HAProxy reads the number of an error file and looks at nothing behind it.
    assert.equal(fault('{ 400 | 502 }', '" 0502x"'), undefined);
    assert.equal(fault('{ 400 | 502 }', '5020')?.at, 0);
  });

  it('are files and accounts by what no name has in it', () => {
    for (const text of ['/etc/haproxy/errors/503.http', '503.http', '@system-ca', '/a/50%.http', 'C$A'])
      assert.equal(fault('<file>', text), undefined, text);
    for (const text of ['“/etc/x”', '/etc/x;', '${DIR}/x', '%DIR%']) assert.equal(fault('<file>', text)?.at, 0, text);
    for (const text of ['haproxy', 'domain\\\\users', '"domain users"'])
      assert.equal(fault('<account>', text), undefined, text);
    for (const text of ['haproxy;', '"haproxy "', 'haproxy\\\\', '%USER%'])
      assert.equal(fault('<account>', text)?.at, 0, text);
  });
});

describe('expressions of haproxy', () => {
  it('are made of samples and converters that the release knows', () => {
    for (const text of ['src', 'hdr(host),lower', 'src,ipmask(24)', 'nbsrv', 'lua.mine,lua.other'])
      assert.equal(expressionFault(text, scope), undefined, text);
    for (const text of ['srcs', 'src,low', 'src(1)', 'path,field(1)', 'rand(x)', 'hdr(host', 'src lower'])
      assert.notEqual(expressionFault(text, scope), undefined, text);
  });

  it('stand in formats beside variables', () => {
    assert.equal(formatFault('%ci:%cp [%t] %[src,lower] 100%%', scope), undefined);
    assert.notEqual(formatFault('%[srcs]', scope), undefined);
    assert.notEqual(formatFault('%zz', scope), undefined);
    assert.notEqual(formatFault('%[src', scope), undefined);
  });
});

describe('conditions of .if', () => {
  it('are evaluated as far as the file tells', () => {
    const values = { '1': true, '0x0': false, '': false, '!0 && streq(a,a)': true, '(0 || strneq(a,a))': false };
    for (const [text, value] of Object.entries(values)) assert.equal(evaluateCondition(text), value, text);
    assert.equal(evaluateCondition('version_atleast(2.0)'), true);
    assert.equal(evaluateCondition('version_before(2.4)'), false);
    for (const text of [
      'version_atleast(3.0)',
      'version_atleast()',
      'defined()',
      'defined(HOME)',
      'feature(OPENSSL) || 0',
    ])
      assert.equal(evaluateCondition(text), 'undecided', text);
    for (const text of ['true', 'nonsense(1)', 'streq(a)', 'streq()', '1 2', '(1'])
      assert.equal(evaluateCondition(text), 'unparsable', text);
  });

  it('are decided by the release where it is known, except for what its updates decide', () => {
    const values = {
      'version_atleast(2.6)': true,
      'version_atleast(3)': true,
      'version_atleast(3.0.0)': true,
      'version_atleast(3.0.5)': 'undecided',
      'version_atleast(3.1-dev2)': 'undecided',
      'version_atleast(3.2.1)': false,
      'version_before(3.0)': false,
      'version_before(2.10)': false,
      '!version_before(10.0)': false,
      'version_before(3.2) && feature(OPENSSL)': 'undecided',
    };
    for (const [text, value] of Object.entries(values)) assert.equal(evaluateCondition(text, '3.0'), value, text);
  });
});
