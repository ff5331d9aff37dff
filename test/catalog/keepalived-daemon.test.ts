import assert from 'node:assert/strict';
import type { KeepalivedFact } from '../../server/core/catalog/keepalived';
import { codeLenses } from '../../server/core/features/code-lenses';
import { complete } from '../../server/core/features/completion';
import { applyEdits } from '../../server/core/text/lines';
import { rangeOf } from '../../server/core/syntax/tree';
import { catalogs } from '../../server/disk/catalogs';
import { describeDaemons } from '../daemons';
import { keepalivedComplaints, keepalivedLog, keepalivedReads } from '../daemons/judges';
import { repository } from '../features/repository';

const { keepalived: catalog } = catalogs;

/** What stands behind the keyword of a block. */
const heads: Readonly<Record<string, string>> = { virtual_server: '10.0.0.10 80', real_server: '10.0.0.12 80' };
const unnamed = /^(global_defs|authentication|garp_group|url|SSL|[A-Z]+_(GET|CHECK))$/;

/** A value that a keyword should take. */
function sample({ name, type, values, min, default: standard }: KeepalivedFact): string {
  const known: Readonly<Record<string, string>> = {
    smtp_server: '10.0.0.1',
    script_user: 'root',
    user: 'root',
    startup_script: '/bin/true',
    shutdown_script: '/bin/true',
    vrrp_mcast_group4: '224.0.0.18',
    vrrp_mcast_group6: 'ff02::12',
    mcast_dst_ip: '224.0.0.19',
    lvs_timeouts: 'tcp 900',
    lvs_sync_daemon: 'eth0',
    persistence_granularity: '255.255.255.0',
    sorry_server: '10.0.0.13 80',
    status_code: '200',
    digest: '9b3a0c85a887a256d6939da88aabd8cd',
    init_file: '1',
    payload: 'AB 12',
    nftables: 'keepalived',
  };
  if (known[name] !== undefined) return known[name];
  if (type === 'flag') return '';
  if (type === 'address') return '10.0.0.11';
  if (type === 'interface') return 'eth0';
  if (type === 'script') return '/bin/true';
  return type === 'string' ? 'x' : (values[0] ?? standard ?? String(min ?? 1));
}

/** Lines of one keyword in blocks of its own; `number` makes the names of blocks differ. */
function alone(path: string, line: string, number: number): string[] {
  const blocks = path === '' ? [] : path.split('.');
  const open = blocks.map((name) => `${name} ${heads[name] ?? (unnamed.test(name) ? '' : `n${number}`)} {`);
  // A check of pages without any ends keepalived 2.2.7 with a signal.
  const page = path.endsWith('_GET') ? ['url {', 'path /', '}'] : [];
  return [...open, line, ...page, ...blocks.map(() => '}')];
}

describeDaemons(
  'keepalived 2.2 and its catalogue',
  (daemons) => {
    it('knows every keyword in its block, and takes its commonest values', function () {
      this.timeout(60_000);
      const lines: string[] = [];
      const told = new Map<number, string>();
      let number = 0;
      for (const path of catalog.blocks) {
        for (const fact of catalog.keywords(path)) {
          // Of another process or another file.
          if (/^(include|includea|net_namespace|instance|use_pid_dir)$/.test(fact.name)) continue;
          const isBlock = fact.type === 'block' || fact.type === 'lines';
          if (isBlock && catalog.keywords(path === '' ? fact.name : `${path}.${fact.name}`).length > 0) continue;
          const head = fact.args !== '' && fact.type === 'block' ? ` ${heads[fact.name] ?? `n${number}`}` : '';
          const list = fact.name === 'virtual_server_group' ? ' g' : head;
          const text = isBlock ? `${fact.name}${list} {` : `${fact.name} ${sample(fact)}`.trim();
          const made = alone(path, text, number++);
          told.set(lines.length + made.indexOf(text) + 1, `${path}: ${text}`);
          lines.push(...made.flatMap((line) => (line === text && isBlock ? [line, '}'] : [line])));
        }
      }
      const complaints = keepalivedComplaints(daemons().run, lines.join('\n') + '\n');
      // What only a machine with more on it, or a whole block, could satisfy.
      const excused = /empty notification_email|not found|not configured|already specified|no track_file/;
      const wrong = [...complaints].filter(([line, said]) => told.has(line) && !excused.test(said));
      assert.deepEqual(
        wrong.map(([line, said]) => `${told.get(line)}: ${said}`),
        [],
      );
      assert.ok(told.size > 200, String(told.size));
    });

    it('takes the ends of every range, and complains of what lies beyond', function () {
      this.timeout(60_000);
      const wrong: string[] = [];
      // The process that checks servers stops reading the others' keywords, and the other way round.
      for (const isServer of [true, false]) {
        const lines: string[] = [];
        const asked = new Map<number, readonly [what: string, isGood: boolean]>();
        let number = 0;
        for (const path of catalog.blocks.filter((each) => each.startsWith('virtual_server') === isServer)) {
          for (const { name, type, min, max } of catalog.keywords(path)) {
            const step = type === 'integer' ? 1 : 0.005;
            const probes: [number, boolean][] = [];
            if (min !== undefined) probes.push([min, true], [min - step, false]);
            if (max !== undefined) probes.push([max, true], [max + step, false]);
            for (const [value, isGood] of probes) {
              const line = `${name} ${type === 'integer' ? value : Number(value.toFixed(6))}`;
              const made = alone(path, line, number++);
              asked.set(lines.length + made.indexOf(line) + 1, [`${path}: ${line}`, isGood]);
              lines.push(...made);
            }
          }
        }
        const complaints = keepalivedComplaints(daemons().run, lines.join('\n') + '\n');
        for (const [line, [what, isGood]] of asked)
          if (complaints.has(line) === isGood)
            wrong.push(`${what} ${isGood ? `is refused: ${complaints.get(line)}` : 'is taken'}`);
        assert.ok(asked.size > 20);
      }
      assert.deepEqual(wrong, []);
    });

    it('has the defaults that the catalogue says', function () {
      this.timeout(60_000);
      const dump = keepalivedReads(
        daemons().run,
        'vrrp_script s {\n  script /bin/true\n}\nvrrp_instance i {\n  interface eth0\n  virtual_router_id 7\n  track_script {\n    s\n  }\n  virtual_ipaddress {\n    10.0.0.10\n  }\n}\n',
      );
      const dumped = (label: string): string | undefined =>
        dump.map((line) => new RegExp(`^\\s+${label} = (.*)$`).exec(line)?.[1]).find((value) => value !== undefined);
      const said = (path: string, name: string): string | undefined => catalog.keyword(path, name)?.default;
      assert.equal(dumped('Wantstate'), said('vrrp_instance', 'state'));
      assert.equal(dumped('Priority'), said('vrrp_instance', 'priority'));
      assert.equal(dumped('Advert interval'), `${said('vrrp_instance', 'advert_int')} sec`);
      assert.equal(dumped('Down timer adverts'), said('vrrp_instance', 'down_timer_adverts'));
      assert.equal(dumped('Gratuitous ARP repeat'), said('vrrp_instance', 'garp_master_repeat'));
      assert.equal(dumped('VRRP default protocol version'), said('global_defs', 'vrrp_version'));
      assert.equal(dumped('Default interface'), said('global_defs', 'default_interface'));
      assert.equal(dumped('Interval'), `${said('vrrp_script', 'interval')} sec`);
      for (const [label, name] of [
        ['Weight', 'weight'],
        ['Rise', 'rise'],
        ['Fall', 'fall'],
      ] as const)
        assert.equal(dumped(label), said('vrrp_script', name));
    });

    it('changes priorities as the lens of an instance says', function () {
      this.timeout(60_000);
      const script = (name: string, command: string): string =>
        `vrrp_script ${name} {\n  script ${command}\n  interval 1\n  weight 10\n}\n`;
      const text = `global_defs {\n  script_user root\n  enable_script_security\n}\n${script('up', '/bin/true')}${script('down', '/bin/false')}vrrp_instance i {
  interface eth0
  virtual_router_id 7
  priority 120
  track_script {
    up
    down weight -30
  }
  virtual_ipaddress {
    10.0.0.10
  }
}
`;
      const { document, model } = repository({ 'lb1/keepalived.conf': text });
      const lens = codeLenses(document, model).map(({ title }) => title);
      assert.ok(lens.includes('priority: lb1 130 (120 without up, 100 without down)'), lens.join('\n'));
      const said = keepalivedLog(daemons().run, text, 2);
      const changes = said.flatMap(
        (line) => /\(i\) Changing effective priority from (\d+) to (\d+)/.exec(line)?.slice(1) ?? [],
      );
      assert.equal(changes.at(-1), '100', said.join('\n'));
      assert.ok(changes.includes('130') || changes.includes('90'), changes.join());
    });

    it('loads a file made of nothing but proposals', function () {
      this.timeout(60_000);
      const peer =
        'vrrp_instance VI_1 {\n    state MASTER\n    interface eth0\n    virtual_router_id 51\n    priority 101\n    unicast_src_ip 10.0.0.12\n    unicast_peer {\n        10.0.0.11\n    }\n    authentication {\n        auth_type PASS\n        auth_pass secret12\n    }\n    virtual_ipaddress {\n        10.0.0.10/24 dev eth0\n    }\n}\n';
      let text = '$0';
      /** Takes a proposal at the cursor, as an editor would, with typed text for places that a person fills in. */
      const take = (label: string, ...typed: readonly string[]): void => {
        const { document, position, model, documents } = repository({
          'lb2/keepalived.conf': peer,
          'lb1/keepalived.conf': text,
        });
        const found = complete(document, position, model, catalogs, documents);
        const items = found?.items.filter((item) => item.label === label) ?? [];
        const item = items.find(({ kind }) => kind !== 'block') ?? items[0];
        const range = found && rangeOf(found.span);
        assert.ok(item && range, `${label} is not among ${found?.items.map((each) => each.label).join()}`);
        const rest = [...typed];
        const filled = (item.insert ?? item.label).replace(
          /\$\{\d+:([^}]*)\}/g,
          (_, standard: string) => rest.shift() ?? standard,
        );
        const marked = filled.includes('$0') ? filled : `${filled}$0`;
        text = applyEdits(document.text, [{ range, newText: marked }]);
      };
      const type = (typed: string): void => void (text = text.replace('$0', `${typed}$0`));
      /** To the line behind the closing brace around the cursor. */
      const leave = (): void => void (text = text.replace(/\$0([^}]*\})/, '$1\n$0'));
      const line = (keyword: string, value?: string): void => {
        take(keyword);
        // A switch may stand alone, so nobody has put a blank behind it.
        if (!/ \$0$|\n\$0$/.test(text.slice(0, text.indexOf('$0') + 2))) type(' ');
        if (value !== undefined) take(value);
        type('\n');
      };
      take('vrrp_script', 'chk');
      take('script');
      type('/bin/true\n');
      line('interval', '1');
      line('weight', '0');
      leave();
      take('vrrp_instance VI_1 as lb2 has it');
      take('vrrp_instance', 'second');
      line('state', 'BACKUP');
      line('interface', 'eth0');
      line('virtual_router_id', '52');
      line('priority', '100');
      line('strict_mode', 'off');
      take('unicast_peer');
      take('10.0.0.12');
      leave();
      take('track_script');
      take('chk');
      type(' ');
      take('weight');
      type(' 10');
      leave();
      take('virtual_ipaddress');
      type('10.0.0.20/24 ');
      take('dev');
      type(' ');
      take('eth0');
      leave();
      leave();
      take('vrrp_sync_group', 'both');
      take('group');
      take('VI_1');
      leave();
      leave();
      const written = text.replace('$0', '');
      assert.deepEqual([...keepalivedComplaints(daemons().run, written)], [], written);
      const dump = keepalivedReads(daemons().run, written).join('\n');
      assert.match(dump, /VRRP Instance = VI_1[^]*Priority = 100[^]*VRRP Instance = second[^]*chk weight 10/);
    });
  },
  'bookworm-crmsh',
);
