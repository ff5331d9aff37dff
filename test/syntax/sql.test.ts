import assert from 'node:assert/strict';
import fc from 'fast-check';
import { plain } from '../../server/core/syntax/plain';
import { type SqlStatement, sqlStatements } from '../../server/core/syntax/sql';
import { Document, rangeOf, spanText } from '../../server/core/syntax/tree';

function read(path: string, text: string): readonly SqlStatement[] {
  return sqlStatements(new Document(`file:///${path}`, path, plain, text));
}

/** Statements as their tokens in a row; `?` marks what holds a variable. */
function told(path: string, text: string): string[] {
  return read(path, text).map(({ tokens, sentTo }) => {
    const words = tokens.map((token) => `${token.text}${token.isKnown ? '' : '?'}`).join(' ');
    return sentTo === undefined ? words : `${sentTo}: ${words}`;
  });
}

describe('SQL', () => {
  it('is split into statements and tokens, without comments', () => {
    const text = `-- on db2; not here
CHANGE MASTER TO MASTER_HOST='db''1', /* later; */ MASTER_PORT=3306; # done; so
/*!50000 START SLAVE */;
create user \`a;b\`@"10.0.0.%" identified by 'it\\'s';
`;
    assert.deepEqual(told('a.sql', text), [
      "CHANGE MASTER TO MASTER_HOST = db'1 , MASTER_PORT = 3306",
      'START SLAVE',
      "create user a;b @ 10.0.0.% identified by it's",
    ]);
  });

  it('keeps where each token is written', () => {
    const [statement] = read('a.sql', "stop slave; change master to\n  master_host = 'db1'\n").slice(1);
    const host = statement?.tokens.at(-1);
    assert.ok(host);
    assert.equal(spanText(host.span), "'db1'");
    assert.deepEqual(rangeOf(host.span)?.start, { line: 1, character: 16 });
  });

  it('follows DELIMITER as the client does', () => {
    assert.deepEqual(told('a.sql', 'DELIMITER //\nBEGIN SELECT 1; END//\nDELIMITER ;\nSTART SLAVE;\n'), [
      'BEGIN SELECT 1 ; END',
      'START SLAVE',
    ]);
  });

  it('does not take a variable of envsubst for a value', () => {
    assert.deepEqual(told('a.sql', "CHANGE MASTER TO MASTER_HOST='${SOURCE}', MASTER_PASSWORD='a$b';"), [
      'CHANGE MASTER TO MASTER_HOST = ${SOURCE}? , MASTER_PASSWORD = a$b',
    ]);
  });

  it('is found in here-documents of a shell script, with the host the command speaks to', () => {
    const text = `#!/bin/sh
cat <<EOF > /tmp/x
CHANGE MASTER TO MASTER_HOST='nobody';
EOF
docker exec -i slave1 mysql -uroot -psecret <<EOF
CHANGE MASTER TO MASTER_HOST='master', MASTER_PASSWORD='$PW';
EOF
docker compose -f a.yml exec -T -e X=1 slave2 mariadb <<-'SQL'
	CHANGE MASTER TO MASTER_HOST='$not';
	SQL
`;
    assert.deepEqual(told('a.sh', text), [
      'slave1: CHANGE MASTER TO MASTER_HOST = master , MASTER_PASSWORD = $PW?',
      'slave2: CHANGE MASTER TO MASTER_HOST = $not',
    ]);
  });

  it('is found in quoted arguments, also in those kept in a variable', () => {
    const text = `stmt="CHANGE MASTER TO MASTER_HOST='db1',MASTER_LOG_FILE='$FILE'; START SLAVE;"
docker exec db2 sh -c "export PW=1; mysql -u root -e \\"CHANGE MASTER TO MASTER_HOST='db1'; START SLAVE;\\""
mysql -h db3 -e 'STOP SLAVE; CHANGE MASTER TO
  MASTER_HOST="db1"'
`;
    assert.deepEqual(told('setup.sh', text), [
      'CHANGE MASTER TO MASTER_HOST = db1 , MASTER_LOG_FILE = $FILE?',
      'START SLAVE',
      'db2: CHANGE MASTER TO MASTER_HOST = db1',
      'db2: START SLAVE',
      'db2: ',
      'db3: STOP SLAVE',
      'db3: CHANGE MASTER TO MASTER_HOST = db1',
    ]);
  });

  it('never fails, and its spans lie in their lines', () => {
    const signs = ["'", '"', '`', ';', '\\', '<<EOF\n', 'EOF\n', '/*', '*/', '-- ', '$x', '\n', '@', '#'];
    const words = ['mysql ', 'change master to a=1', 'DELIMITER '];
    const pieces = fc.array(fc.constantFrom(...signs, ...words), { maxLength: 30 });
    fc.assert(
      fc.property(pieces, fc.constantFrom('a.sql', 'a.sh'), (some, path) => {
        for (const { tokens } of read(path, some.join(''))) {
          for (const { span } of tokens) {
            const { length } = span.block.lines[span.line]?.text ?? '';
            assert.ok(span.start <= span.end && span.end <= length);
          }
        }
      }),
    );
  });
});
