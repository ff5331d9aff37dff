import type { DesiredCluster, DesiredHost, Program } from './desired';
import type { Plan } from './plan';
import type { PlannedFile, PlannedHost, Unit } from './unit';

/** A file of an exported project. */
export interface ExportedFile {
  readonly path: string;
  /** The bytes in base64, or text. */
  readonly content: { readonly base64: string } | { readonly text: string };
  /** Nobody but its owner may read it. */
  readonly isSecret: boolean;
}

/**
 * The same plan as an Ansible project: an inventory and one playbook with a play for each unit, in the plan's order.
 * Every play validates, keeps a backup, activates, waits for health and puts the backup back when that fails; a failed
 * play ends the run. Texts in it are JSON, which YAML contains, so nothing in them can be taken for syntax.
 */
export function ansibleProject(plan: Plan, desired: readonly DesiredCluster[]): ExportedFile[] {
  const hosts = desired.flatMap((cluster) => cluster.hosts.map((host) => ({ cluster: cluster.name, host })));
  const units = plan.clusters.flatMap((cluster) => cluster.units.map((unit) => ({ cluster: cluster.name, unit })));
  const used = hosts.filter(({ cluster, host }) =>
    units.some((each) => each.cluster === cluster && each.unit.hosts.some(({ name }) => name === host.name)),
  );
  const plays = units.map(({ cluster, unit }) => play(cluster, unit));
  const text = (path: string, content: string): ExportedFile => ({ path, content: { text: content }, isSecret: false });
  return [
    text('inventory.json', JSON.stringify(inventory(used), undefined, 2) + '\n'),
    text(
      'site.yml',
      `# Written by quorate deploy --export ansible. Run: ansible-playbook -i inventory.json site.yml\n${plays.join('')}`,
    ),
    ...used.flatMap(({ cluster, host }) =>
      units
        .filter((each) => each.cluster === cluster)
        .flatMap(({ unit: { program, hosts: planned } }) =>
          planned
            .filter(({ name }) => name === host.name)
            .flatMap(({ files }) => files.map((file, index) => ({ file, program, index }))),
        )
        .map(({ file, program, index }) => ({
          path: sourceOf(cluster, host.name, program, index),
          content: { base64: host.files.find((each) => each.path === file.path)?.content ?? '' },
          isSecret: file.isSecret,
        })),
    ),
  ];
}

/** Named so that nobody takes the project for a repository of hosts. */
const sourceOf = (cluster: string, host: string, program: Program, index: number): string =>
  `files/${aliasOf(cluster, host)}/${program}-${index}.file`;
const safe = (name: string): string => name.replace(/[^\w.-]/g, '_').replace(/^\.+/, '_');
/** One host may be in several clusters under one name, and a cluster may be called like a host. */
const aliasOf = (cluster: string, host: string): string => `${safe(cluster)}__${safe(host)}`;

function inventory(hosts: readonly { cluster: string; host: DesiredHost }[]): object {
  const entries = hosts.map(({ cluster, host }) => {
    const { name, host: address, port, user, identityFile, jump, sudo } = host.access;
    const variables = {
      ansible_host: address ?? name,
      ...(port === undefined ? {} : { ansible_port: port }),
      ...(user === undefined ? {} : { ansible_user: user }),
      ...(identityFile === undefined ? {} : { ansible_ssh_private_key_file: identityFile }),
      ...(jump === undefined ? {} : { ansible_ssh_common_args: `-o ProxyJump=${jump}` }),
      ansible_become: sudo ?? (user !== undefined && user !== 'root'),
    };
    return [aliasOf(cluster, host.name), variables] as const;
  });
  return { all: { hosts: Object.fromEntries(entries) } };
}

/** A unit of several hosts must agree: its files are put in place on all of them before anything is activated. */
function play(cluster: string, unit: Unit): string {
  const names = unit.hosts.map((host) => aliasOf(cluster, host.name));
  const [first] = names;
  const tasks = [
    ...unit.hosts.flatMap((host) =>
      host.files.flatMap((file, index) => place(cluster, unit.program, host, file, index)),
    ),
    ...activation(unit, first ?? ''),
    ...gate(unit),
  ];
  const back = [
    ...unit.hosts.flatMap((host) => host.files.flatMap((file, index) => putBack(cluster, host, file, index))),
    ...restart(unit, first ?? ''),
    `- name: say what failed\n  ansible.builtin.fail:\n    msg: "taken back: the old files are in place"\n`,
  ];
  return `
- name: ${JSON.stringify(`${unit.hosts.map((host) => host.name).join(', ')}: ${unit.program}; ${unit.reason}`)}
  hosts: ${JSON.stringify(names.join(','))}
  gather_facts: false
  any_errors_fatal: true
  tasks:
    - name: deploy or take back
      block:
${indented(tasks.join(''), 8)}      rescue:
${indented(back.join(''), 8)}`;
}

const onlyOn = (alias: string): string => `inventory_hostname == ${JSON.stringify(alias)}`;
const registered = (host: string, index: number): string => `quorate_${safe(host).replace(/\W/g, '_')}_${index}`;

function place(cluster: string, program: Program, host: PlannedHost, file: PlannedFile, index: number): string[] {
  const alias = aliasOf(cluster, host.name);
  const name = registered(host.name, index);
  const known = [file.before, file.after].filter((digest) => digest !== undefined);
  const isKnown = `(${name}_seen.stat.checksum | default('')) in ${JSON.stringify(file.before === undefined ? [...known, ''] : known)}`;
  const validate = file.isSecret ? undefined : validators[program];
  return [
    `- name: ${JSON.stringify(`look at ${file.path}`)}
  ansible.builtin.stat: { path: ${JSON.stringify(file.real)}, checksum_algorithm: sha256 }
  register: ${name}_seen
  when: ${JSON.stringify(onlyOn(alias))}
`,
    `- name: ${JSON.stringify(`${file.path} is as the plan saw it`)}
  ansible.builtin.assert:
    that: [${JSON.stringify(isKnown)}]
    fail_msg: ${JSON.stringify(`${file.path} was changed after the export`)}
  when: ${JSON.stringify(onlyOn(alias))}
`,
    `- name: ${JSON.stringify(`put ${file.path} in place`)}
  ansible.builtin.copy:
    src: ${JSON.stringify(sourceOf(cluster, host.name, program, index))}
    dest: ${JSON.stringify(file.real)}
    mode: ${file.isSecret ? '"0400"' : file.before === undefined ? '"0644"' : 'null'}
${validate === undefined ? '' : `    validate: ${JSON.stringify(validate)}\n`}  register: ${name}
  when: ${JSON.stringify(onlyOn(alias))}
`,
  ].map((task, position) => (position === 2 && file.before !== undefined ? keepOld(file, alias) + task : task));
}

/** Outside of every include folder: a backup that ends in .cnf would be read. */
const backupOf = (file: PlannedFile): string => `/var/lib/quorate/ansible${file.real}`;

function keepOld(file: PlannedFile, alias: string): string {
  const folder = backupOf(file).replace(/\/[^/]*$/, '');
  return `- name: ${JSON.stringify(`a folder for the backup of ${file.path}`)}
  ansible.builtin.file: { path: ${JSON.stringify(folder)}, state: directory, mode: "0700" }
  when: ${JSON.stringify(onlyOn(alias))}
- name: ${JSON.stringify(`back ${file.path} up`)}
  ansible.builtin.copy: { src: ${JSON.stringify(file.real)}, dest: ${JSON.stringify(backupOf(file))}, remote_src: true, mode: preserve }
  when: ${JSON.stringify(onlyOn(alias))}
`;
}

function putBack(cluster: string, host: PlannedHost, file: PlannedFile, index: number): string[] {
  const alias = aliasOf(cluster, host.name);
  const when = JSON.stringify(
    `${onlyOn(alias)} and (${registered(host.name, index)} | default({})).changed | default(false)`,
  );
  if (file.before === undefined) {
    return [
      `- name: ${JSON.stringify(`take ${file.path} away`)}
  ansible.builtin.file: { path: ${JSON.stringify(file.real)}, state: absent }
  when: ${when}
`,
    ];
  }
  return [
    `- name: ${JSON.stringify(`put the old ${file.path} back`)}
  ansible.builtin.copy: { src: ${JSON.stringify(backupOf(file))}, dest: ${JSON.stringify(file.real)}, remote_src: true, mode: preserve }
  when: ${when}
`,
  ];
}

const validators: Readonly<Record<Program, string>> = {
  database: `sh -c 'PATH=$PATH:/usr/sbin:/usr/libexec; if command -v mariadbd >/dev/null; then mariadbd --defaults-file="$0" --help --verbose >/dev/null; else mysqld --defaults-file="$0" --user=mysql --validate-config; fi' %s`,
  haproxy: '/usr/sbin/haproxy -c -f %s',
  corosync: '/usr/sbin/corosync -t -c %s',
};

function activation(unit: Unit, first: string): string[] {
  if (unit.activation.kind === 'nothing') return [];
  if (unit.activation.kind === 'set-global')
    return [statements('change variables at run time', unit.activation.statements)];
  return restart(unit, first);
}

function restart(unit: Unit, first: string): string[] {
  const { kind, undo } = unit.activation;
  if (kind === 'nothing') return [];
  if (kind === 'set-global') return [statements('set the variables of before', undo)];
  if (unit.program === 'corosync') {
    return [
      `- name: make all nodes take the file over
  ansible.builtin.command: { argv: [corosync-cfgtool, -R] }
  when: ${JSON.stringify(onlyOn(first))}
`,
    ];
  }
  const [service] = unit.hosts.map((host) => host.service ?? unit.program);
  const state = kind === 'reload' ? 'reloaded' : 'restarted';
  return [
    `- name: ${kind} the service\n  ansible.builtin.service: { name: ${JSON.stringify(service)}, state: ${state} }\n`,
  ];
}

function statements(name: string, lines: readonly string[]): string {
  return `- name: ${name}
  ansible.builtin.command:
    argv: [mysql, --batch]
    stdin: ${JSON.stringify(lines.join('\n'))}
`;
}

const gates: Readonly<Record<Program, string>> = {
  corosync: 'corosync-quorumtool -s',
  database: `state=$(mysql -N -B -e "SHOW STATUS LIKE 'wsrep_local_state_comment'") || exit 1; case "$state" in ''|*Synced*) ;; *) exit 1 ;; esac; ! mysql -e 'SHOW SLAVE STATUS\\G' | grep -qE '_Running: (No|Connecting)'`,
  haproxy: 'pgrep -x haproxy >/dev/null',
};

function gate(unit: Unit): string[] {
  if (!unit.hosts.some((host) => host.wasRunning)) return [];
  return [
    `- name: wait until it is healthy
  ansible.builtin.shell: { cmd: ${JSON.stringify(gates[unit.program])} }
  register: quorate_health
  until: quorate_health.rc == 0
  retries: 30
  delay: 2
  changed_when: false
`,
  ];
}

function indented(text: string, blanks: number): string {
  return text.replace(/^(?=.)/gm, ' '.repeat(blanks));
}
