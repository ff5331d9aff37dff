import assert from 'node:assert/strict';
import fc from 'fast-check';
import { format } from '../../server/core/features/formatting';
import { cib, type XmlElement, xmlElements } from '../../server/core/syntax/cib';
import { corosync } from '../../server/core/syntax/corosync';
import { crm, type CrmLine, crmStatements } from '../../server/core/syntax/crm';
import { haproxy } from '../../server/core/syntax/haproxy';
import {
  keepalived,
  type KeepalivedLine,
  type KeepalivedStatement,
  keepalivedStatements,
} from '../../server/core/syntax/keepalived';
import { mycnf } from '../../server/core/syntax/mycnf';
import { Document, type Grammar, type Line } from '../../server/core/syntax/tree';
import { applyEdits } from '../../server/core/text/lines';
import { lineIn, type Sample, samples } from '../syntax/texts';

function formatted(grammar: Grammar, text: string, indent = '    ', from = 0, to = Infinity): string {
  return applyEdits(text, format(new Document('file:///x', 'x', grammar, text), from, to, indent));
}

const textsOf = (sample: Sample): fc.Arbitrary<string> =>
  fc.array(lineIn(sample), { maxLength: 25 }).map((lines) => lines.join('\n'));

/** What a line says, without where in the line it says it. */
function meaning(line: Line): unknown {
  const { kind, name, value, key, directive, path, words, keyword } = line as Line & Record<string, unknown>;
  const spoken = (words as readonly { readonly text: string; readonly quoted: boolean }[] | undefined)?.map(
    ({ text, quoted }) => [text, quoted],
  );
  // The name of a section of haproxy.cfg is a word, which knows its columns.
  const called = typeof name === 'object' ? (name as { readonly text: string }).text : name;
  return [kind, called, value, key, directive, path, keyword, spoken, line.problems?.map(({ code }) => code)];
}

/** What a whole text says to the readers of statements and elements, which join several lines. */
function whole(grammar: Grammar, text: string): unknown {
  const document = new Document('file:///x', 'x', grammar, text);
  const element = ({ name, attributes, children }: XmlElement): unknown => [
    name,
    [...attributes.values()].map(({ name: key, value }) => [key, value]),
    children.map(element),
  ];
  const statement = ({ keyword, words, open, children }: KeepalivedStatement): unknown => [
    keyword,
    words.map((word) => word.text),
    open !== undefined,
    children.map(statement),
  ];
  switch (grammar.language) {
    case 'crm':
      return crmStatements(document as unknown as Document<CrmLine>).map(({ words }) => words.map((word) => word.text));
    case 'cib':
      return xmlElements(document).map(element);
    case 'keepalived':
      return keepalivedStatements(document as unknown as Document<KeepalivedLine>).map(statement);
    default:
      return undefined;
  }
}

describe('formatting', () => {
  it('takes indentation off options, and keeps columns where somebody made them', () => {
    const text =
      '[ mysqld ]\n  port=3306\nserver-id =1   # the first\n\nuser                    = mysql\nbasedir                 = /usr\nbind-address            =0.0.0.0\n\tskip-name-resolve  \n!includedir   /etc/mysql/conf.d/\n';
    const expected =
      '[ mysqld ]\nport = 3306\nserver-id = 1   # the first\n\nuser                    = mysql\nbasedir                 = /usr\nbind-address            = 0.0.0.0\nskip-name-resolve\n!includedir   /etc/mysql/conf.d/\n';
    assert.equal(formatted(mycnf, text), expected);
  });

  it('leaves option lines alone that no server would read as an option', () => {
    const text = '[mysqld]\n port: 3306\n  port 3306\n --port = 3306\n';
    assert.equal(formatted(mycnf, text), text);
  });

  it('indents statements below their sections', () => {
    const text =
      'global\ndaemon\n# at the margin\n   # inside\ndefaults\n  timeout   client 1m\nbackend   b\n server  one   10.0.0.1:3306  check\n server  other 10.0.0.2:3306  check\n option tcpka\n';
    const expected =
      'global\n\tdaemon\n# at the margin\n\t# inside\ndefaults\n\ttimeout client 1m\nbackend b\n\tserver one   10.0.0.1:3306 check\n\tserver other 10.0.0.2:3306 check\n\toption tcpka\n';
    assert.equal(formatted(haproxy, text, '\t'), expected);
  });

  it('keeps quotes, escapes and blanks inside words of haproxy.cfg', () => {
    const text = 'listen x\n stats auth   "a  b:c"  # why\n acl p path  -m reg  ^/a\\  b$\n';
    assert.equal(
      formatted(haproxy, text),
      'listen x\n    stats auth "a  b:c"  # why\n    acl p path -m reg ^/a\\  b$\n',
    );
  });

  it('indents corosync.conf by depth, and not at all where braces do not match', () => {
    const text =
      'totem{\nversion:2\n}\nnodelist {\nnode {\n# one\n    # two\nnodeid : 1\nring0_addr:   10.0.0.1\n}\n}\n';
    const expected =
      'totem {\n    version: 2\n}\nnodelist {\n    node {\n# one\n        # two\n        nodeid:     1\n        ring0_addr: 10.0.0.1\n    }\n}\n';
    assert.equal(formatted(corosync, text), expected);
    const broken = 'totem {\nversion: 2\n';
    assert.equal(formatted(corosync, broken), broken);
  });

  it('indents keepalived.conf by depth, keeps columns, quotes and what goes on in the next line', () => {
    const text =
      'global_defs{\nrouter_id   "a  b"   # name\n}\n! margin\n$ALL= \\\n   a   b\nvrrp_instance VI_${N}\n{\n state   MASTER\n priority 100\n   # inside\n@lb1   advert_int  1\n  authentication { auth_type PASS\n auth_pass x\n}\n virtual_ipaddress {10.0.0.9/24   dev eth0}\n}\n';
    const expected =
      'global_defs {\n  router_id   "a  b"   # name\n}\n! margin\n$ALL= \\\n   a   b\nvrrp_instance VI_${N}\n{\n  state    MASTER\n  priority 100\n  # inside\n  @lb1 advert_int 1\n  authentication { auth_type PASS\n    auth_pass x\n  }\n  virtual_ipaddress { 10.0.0.9/24 dev eth0 }\n}\n';
    assert.equal(formatted(keepalived, text, '  '), expected);
    const broken = 'vrrp_instance a {\nstate BACKUP\n';
    assert.equal(formatted(keepalived, broken), broken);
  });

  it('puts statements of the crm shell at the margin and their further lines behind it', () => {
    const text =
      '  primitive  a  IPaddr2 \\\nparams  ip=10.0.0.9   \\\n\t\top monitor interval="10  s"\n# margin\n  # moved\nlocation l1   a 100: serv1\nlocation long a 100: serv2\norder o  x\\\n  y\nprimitive b "x\n   y"\n';
    const expected =
      'primitive a IPaddr2 \\\n    params ip=10.0.0.9 \\\n    op monitor interval="10  s"\n# margin\n# moved\nlocation l1   a 100: serv1\nlocation long a 100: serv2\norder o x\\\n    y\nprimitive b "x\n   y"\n';
    assert.equal(formatted(crm, text), expected);
  });

  it('indents elements of a CIB, and touches neither tags nor text', () => {
    const text =
      '<?xml version="1.0"?>\n<cib epoch="1"\n       admin_epoch="0">\n<configuration>\n      <nodes/><!-- as\n it is --> <resources>\n<a b="x\n  >y"/>\n</resources>\n   <note> some\n  text </note>\n   \n</configuration>\n  </cib>\n';
    const expected =
      '<?xml version="1.0"?>\n<cib epoch="1"\n       admin_epoch="0">\n  <configuration>\n    <nodes/><!-- as\n it is --> <resources>\n      <a b="x\n  >y"/>\n    </resources>\n    <note> some\n  text </note>\n\n  </configuration>\n</cib>\n';
    assert.equal(formatted(cib, text, '  '), expected);
    const broken = '<cib>\n<nodes>\n</cib>\n';
    assert.equal(formatted(cib, broken), broken);
  });

  it('changes the lines of a range alone', () => {
    assert.equal(formatted(haproxy, 'global\ndaemon\nmaxconn  1\n', '  ', 1, 2), 'global\n  daemon\nmaxconn  1\n');
  });

  it('leaves lines as they are that would become too long for their program', () => {
    const value = 'a'.repeat(500);
    const text = `logging {\nlogfile:${value}\nto_syslog:no\n}\n`;
    assert.equal(formatted(corosync, text), `logging {\nlogfile:${value}\n    to_syslog: no\n}\n`);
  });

  it('leaves a carriage return alone that is no end of a line', () => {
    const text = 'quorum {\n  provider:  corosync_votequorum\r\t\n}\n';
    assert.equal(formatted(corosync, text), text);
  });

  it('keeps the ends of lines, a missing last one and a byte order mark', () => {
    assert.equal(formatted(mycnf, '\ufeff[mysqld]\r\nport=1\r\nuser=x'), '\ufeff[mysqld]\r\nport = 1\r\nuser = x');
  });

  for (const sample of samples) {
    const { grammar } = sample;
    it(`changes nothing that a line of ${grammar.language} says, and nothing the second time`, () => {
      fc.assert(
        fc.property(textsOf(sample), fc.constantFrom('  ', '    ', '\t'), (text, indent) => {
          const once = formatted(grammar, text, indent);
          const lines = (whole: string): unknown[] =>
            new Document('file:///x', 'x', grammar, whole).blocks.flatMap((block) => block.lines.map(meaning));
          // The line of a CIB is nothing but its text; its elements are compared as a whole.
          if (grammar.language !== 'cib') assert.deepEqual(lines(once), lines(text));
          assert.deepEqual(whole(grammar, once), whole(grammar, text));
          assert.equal(formatted(grammar, once, indent), once);
        }),
        { numRuns: 300 },
      );
    });

    it(`keeps every character of ${grammar.language} that is no blank`, () => {
      const bare = (text: string): string => text.replace(/[ \t]/g, '');
      fc.assert(
        fc.property(textsOf(sample), (text) => assert.equal(bare(formatted(grammar, text)), bare(text))),
        { numRuns: 300 },
      );
    });
  }
});
