import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { utils } from 'ssh2';
import type { HostError } from '../../client/hosts/ssh/host-error';
import type { HostKeyQuestion, People } from '../../client/hosts/ssh/ports';
import { Sessions } from '../../client/hosts/ssh/sessions';
import type { SshSettings } from '../../client/hosts/ssh/ssh-config';
import { describeLab } from './index';
import { Lab } from './lab';
import { dialOn, OperatorKeys, startSshd } from './sshd';

describeLab('a session over SSH', (daemons) => {
  let lab: Lab;
  let keys: OperatorKeys;
  const asked: HostKeyQuestion[] = [];
  const trusting: People = {
    secret: () => Promise.resolve(undefined),
    trustHostKey: (question) => {
      asked.push(question);
      return Promise.resolve(true);
    },
  };
  const sessions = (people = trusting): Sessions => new Sessions(people, keys.settings, dialOn(lab, daemons().root));

  before(async function () {
    this.timeout(60_000);
    keys = new OperatorKeys();
    keys.configure(`Host inner
  HostName 10.9.1.2
  User root
  ProxyJump root@gate
Host gate
  HostName 10.9.0.1
  User root
`);
    lab = await Lab.start(daemons().root, [
      { name: 'gate', addresses: ['10.9.0.1', '10.9.1.1'], files: {} },
      { name: 'inner', addresses: ['10.9.1.2'], files: {} },
    ]);
    for (const name of ['gate', 'inner']) await startSshd(lab.host(name), keys);
  });
  after(async () => {
    keys?.remove();
    await lab?.stop();
  });

  it('asks once about a new key, keeps it, and runs commands with input and status', async () => {
    const all = sessions();
    const session = await all.to({ name: 'gate' });
    assert.equal(await all.to({ name: 'gate' }), session);
    assert.equal(asked.length, 1);
    assert.match(asked[0]?.fingerprint ?? '', /^SHA256:/);
    assert.match(readFileSync(path.join(keys.home, '.ssh/known_hosts'), 'utf8'), /^10\.9\.0\.1 ssh-ed25519 /);
    const result = await session.run(['sh', '-c', 'cat; echo "$1" >&2; exit 3', 'sh', "it's a $HOME"], { stdin: 'in' });
    assert.deepEqual(
      { ...result, stdout: result.stdout.toString() },
      { status: 3, stdout: 'in', stderr: "it's a $HOME\n" },
    );
    assert.equal((await session.runAsRoot(['id', '-u'])).stdout.toString(), '0\n');
    assert.equal((await session.readFile('/etc/hostname')).toString(), 'gate\n');
    await assert.rejects(session.readFile('/etc/none'), /gate: .*\/etc\/none/);
    all.close();
    const again = sessions();
    await again.to({ name: 'gate' });
    assert.equal(asked.length, 1);
    again.close();
  });

  it('goes through a jump host and tunnels to addresses and sockets', async () => {
    const all = sessions();
    const session = await all.to({ name: 'inner' });
    assert.equal((await session.run(['hostname'])).stdout.toString(), 'inner\n');
    lab.host('inner').start(['socat', 'UNIX-LISTEN:/run/answer.sock,fork', 'SYSTEM:echo by socket']);
    lab.host('inner').start(['socat', 'TCP-LISTEN:3306,fork,reuseaddr', 'SYSTEM:echo by port']);
    await session.run(['sh', '-c', 'until test -S /run/answer.sock; do sleep 0.05; done; sleep 0.2']);
    assert.equal(await text(await session.forwardSocket('/run/answer.sock')), 'by socket\n');
    assert.equal(await text(await session.forwardTcp('127.0.0.1', 3306)), 'by port\n');
    await assert.rejects(session.forwardSocket('/run/none.sock'), /inner: /);
    all.close();
  });

  it('ends a command at its time limit, at a signal and when the link is cut', async function () {
    this.timeout(20_000);
    const all = sessions();
    const session = await all.to({ name: 'gate' });
    const trouble = (expected: string) => (error: HostError) => error.trouble === expected;
    await assert.rejects(session.run(['sleep', '30'], { timeoutMs: 200 }), trouble('timeout'));
    const stop = new AbortController();
    const given = session.run(['sleep', '30'], { signal: stop.signal });
    setTimeout(() => stop.abort(), 100);
    await assert.rejects(given, trouble('cancelled'));
    const running = session.run(['sleep', '30']);
    await lab.link('gate', 'down');
    await assert.rejects(running, trouble('lost'));
    await assert.rejects(session.run(['true']), trouble('lost'));
    await lab.link('gate', 'up');
    assert.equal((await (await all.to({ name: 'gate' })).run(['true'])).status, 0);
    all.close();
  });

  it('refuses a changed key, an unknown one without consent, and says what was tried to log in', async () => {
    const known = path.join(keys.home, '.ssh/known_hosts');
    const before = readFileSync(known, 'utf8');
    const other = keys.publicKey.trim().split(' ').slice(0, 2).join(' ');
    writeFileSync(known, `10.9.0.1 ${other}\n`);
    await assert.rejects(sessions().to({ name: 'gate' }), /gate: its key has changed.*known_hosts:1.*ssh-keygen -R/s);
    writeFileSync(known, '');
    const wary = { ...trusting, trustHostKey: () => Promise.resolve(false) };
    await assert.rejects(sessions(wary).to({ name: 'gate' }), /gate: its key ssh-ed25519 SHA256:\S+ is not trusted/);
    assert.equal(readFileSync(known, 'utf8'), '');
    writeFileSync(known, before);
    await assert.rejects(
      sessions().to({ name: 'gate', user: 'mysql' }),
      /mysql cannot log in at 10\.9\.0\.1.*id_ed25519/,
    );
    await assert.rejects(sessions().to({ name: 'gate', port: 23 }), /no SSH connection to 10\.9\.0\.1 port 23/);
  });

  describe('of somebody', () => {
    const asking = (answers: Readonly<Record<string, string>>, questions: string[]): People => ({
      ...trusting,
      secret: (question) => {
        questions.push(question);
        return Promise.resolve(Object.entries(answers).find(([part]) => question.includes(part))?.[1]);
      },
    });
    const pair = utils.generateKeyPairSync('ed25519', { passphrase: 'geheim', cipher: 'aes256-ctr', rounds: 2 });
    let folder: string;
    const without = (identity: string): SshSettings => {
      const file = path.join(folder, 'config');
      writeFileSync(
        file,
        `Host gate\n  HostName 10.9.0.1\n  User root\n  IdentityFile ${identity}\n  UserKnownHostsFile ${keys.home}/.ssh/known_hosts\n`,
      );
      return { configFiles: [file], home: folder, environment: {} };
    };
    const logIn = async (settings: SshSettings, people: People): Promise<string> => {
      const all = new Sessions(people, settings, dialOn(lab, daemons().root));
      try {
        return (await (await all.to({ name: 'gate' })).run(['id', '-u'])).stdout.toString().trim();
      } finally {
        all.close();
      }
    };

    before(() => {
      folder = mkdtempSync(path.join(tmpdir(), 'quorate-somebody-'));
    });
    after(() => rmSync(folder, { recursive: true, force: true }));

    it('asks for the passphrase of a key', async () => {
      const file = path.join(folder, 'locked');
      writeFileSync(file, pair.private, { mode: 0o600 });
      await lab.host('gate').check(['sh', '-c', 'cat >>/etc/ssh/authorized_keys/root'], `${pair.public}\n`);
      const questions: string[] = [];
      assert.equal(await logIn(without(file), asking({ Passphrase: 'geheim' }, questions)), '0');
      assert.deepEqual(questions, [`Passphrase of the key ${file}`]);
      await assert.rejects(logIn(without(file), asking({ Passphrase: 'falsch' }, [])), /wrong passphrase/);
    });

    it('uses the keys of an agent', async () => {
      const gate = lab.host('gate');
      const agent = gate.start(['ssh-agent', '-D', '-a', '/run/agent.sock']);
      await agent.until('the agent', 5, async () => (await gate.run(['test', '-S', '/run/agent.sock'])).status === 0);
      const own = readFileSync(path.join(keys.home, '.ssh/id_ed25519'));
      await gate.check(['env', 'SSH_AUTH_SOCK=/run/agent.sock', 'ssh-add', '-'], own);
      const environment = { SSH_AUTH_SOCK: `/proc/${gate.machine.pid}/root/run/agent.sock` };
      assert.equal(await logIn({ ...without(path.join(folder, 'none')), environment }, trusting), '0');
    });

    it('asks for a password where the server takes one', async () => {
      const gate = lab.host('gate');
      await gate.check([
        'sh',
        '-c',
        `hash=$(perl -e 'print crypt("geheim", "\\$6\\$quorate\\$")')
printf 'root:%s:1::::::\\n' "$hash" >/etc/shadow
sed 's/^root:[^:]*:/root:x:/' /etc/passwd >/etc/passwd.new && mv /etc/passwd.new /etc/passwd
sed -i 's/^PermitRootLogin.*/PermitRootLogin yes/; s/^PasswordAuthentication.*/PasswordAuthentication yes/' /etc/ssh/sshd_config
kill -HUP $(pgrep -o -x sshd); sleep 0.5`,
      ]);
      const questions: string[] = [];
      const settings = without(path.join(folder, 'none'));
      assert.equal(await logIn(settings, asking({ Password: 'geheim' }, questions)), '0');
      assert.deepEqual(questions, ['Password of root on gate']);
      await assert.rejects(logIn(settings, asking({ Password: 'falsch' }, [])), /root cannot log in.*a password/);
    });

    it('goes by the program of a ProxyCommand', async () => {
      const [program, ...words] = lab.onNetwork(['chroot', daemons().root, 'socat', '-', 'TCP:%h:%p,nodelay']);
      const file = path.join(folder, 'proxied');
      writeFileSync(
        file,
        `Host gate\n  ProxyCommand ${[program, ...words].join(' ')}\n${readFileSync(path.join(keys.home, '.ssh/config'), 'utf8')}`,
      );
      const settings = { ...keys.settings, configFiles: [file] };
      const all = new Sessions(trusting, settings, () => assert.fail('there is no way but the program'));
      assert.equal((await (await all.to({ name: 'gate' })).run(['hostname'])).stdout.toString(), 'gate\n');
      all.close();
    });
  });
});
