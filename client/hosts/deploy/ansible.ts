import { createHash } from 'node:crypto';
import type { DesiredCluster, DesiredHost } from '../../../server/core/ops/desired';
import { hostKey, type Plan } from '../../../server/core/ops/plan';
import { begin, type Step } from '../../../server/core/ops/progress';
import type { PlannedHost, Suspension, Unit } from '../../../server/core/ops/unit';
import { assignments, hostProgram } from './host-program';
import type { Sight } from './look';
import { suspendedAtMost, suspensionOf, trialOf, uploadOf, type Variables } from './trial';

/** A file of an exported project. */
export interface ExportedFile {
  readonly path: string;
  readonly text: string;
  /** Nobody but its owner may read it. */
  readonly isSecret: boolean;
}

export interface ExportChoices {
  readonly confirmWithin: number;
  readonly gateSeconds: number;
  readonly lagSeconds: number;
  /** Where Orchestrator is told of downtimes. */
  readonly orchestrator?: string | undefined;
}

/** Seconds a switch waits where several hosts are looked after in turn: one is not heard of while another is busy. */
const together = 240;

/**
 * The same plan as an Ansible project: an inventory and one playbook with a play for each unit, in the plan's order.
 * Its tasks are the steps of a deploy by the same program that a deploy runs on hosts, so locks, validation, backup,
 * drains, gates and the switch are the same. Where a task fails the unit is taken back, and the run ends.
 */
export function ansibleProject(plan: Plan, sight: Sight, choices: ExportChoices): ExportedFile[] {
  const found: ExportedFile[] = [{ path: 'files/host.sh', text: hostProgram, isSecret: false }];
  const used = new Set<string>();
  const plays = plan.clusters.flatMap(({ name, units }) => {
    const cluster = sight.desired.find((each) => each.name === name);
    if (!cluster) return [];
    return units.map((unit, index) => {
      const play = new Play(cluster, unit, `${safe(name)}-${index + 1}`, sight, choices, plan.text);
      for (const host of play.hosts) used.add(aliasOf(name, host));
      found.push(...play.files());
      return play.text();
    });
  });
  const head = '# Written by quorate deploy --export ansible. Run: ansible-playbook -i inventory.json site.yml\n';
  return [
    {
      path: 'inventory.json',
      text: `${JSON.stringify(inventory(sight.desired, used), undefined, 2)}\n`,
      isSecret: false,
    },
    { path: 'site.yml', text: head + plays.join(''), isSecret: false },
    ...found,
  ];
}

const safe = (name: string): string => name.replace(/[^\w.-]/g, '_').replace(/^\.+/, '_');
/** One host may be in several clusters under one name, and a cluster may be called like a host. */
const aliasOf = (cluster: string, host: string): string => `${safe(cluster)}__${safe(host)}`;

function inventory(desired: readonly DesiredCluster[], used: ReadonlySet<string>): object {
  const entries = desired.flatMap((cluster) =>
    cluster.hosts
      .map((host) => [aliasOf(cluster.name, host.name), variablesOf(host)] as const)
      .filter(([alias]) => used.has(alias)),
  );
  return { all: { hosts: Object.fromEntries(entries) } };
}

function variablesOf({ access }: DesiredHost): object {
  const { name, host: address, port, user, identityFile, jump, sudo } = access;
  return {
    ansible_host: address ?? name,
    ...(port === undefined ? {} : { ansible_port: port }),
    ...(user === undefined ? {} : { ansible_user: user }),
    ...(identityFile === undefined ? {} : { ansible_ssh_private_key_file: identityFile }),
    ...(jump === undefined ? {} : { ansible_ssh_common_args: `-o ProxyJump=${jump}` }),
    ansible_become: sudo ?? (user !== undefined && user !== 'root'),
  };
}

/** Whether the play goes on, by what each of its hosts has already. */
const isWanted = 'quorate_wanted | bool';

/**
 * One unit. All its tasks belong to its first host and are delegated to the host they are for: so a failure anywhere
 * is one failure, and what follows it is done for all hosts. Values are JSON, which YAML contains, so nothing in them
 * can be taken for syntax.
 */
class Play {
  /** Hosts with tasks: those of the unit, and those on which something is switched off. */
  readonly hosts: readonly string[];

  constructor(
    private readonly cluster: DesiredCluster,
    private readonly unit: Unit,
    private readonly name: string,
    private readonly sight: Sight,
    private readonly choices: ExportChoices,
    private readonly planText: string,
  ) {
    const elsewhere = unit.suspensions.filter(({ kind }) => kind !== 'downtime').map(({ host }) => host);
    this.hosts = [...new Set([...unit.hosts.map((host) => host.name), ...elsewhere])];
  }

  /** What the tasks send to the program beside itself. */
  files(): ExportedFile[] {
    const { cluster, unit } = this;
    const trials = unit.hosts.flatMap((planned) => {
      const seen = this.sight.observed.get(hostKey(cluster.name, planned.name));
      const desired = cluster.hosts.find((host) => host.name === planned.name);
      const uploads = planned.files.flatMap((file, index) => {
        const wanted = desired?.files.find(({ path }) => path === file.path);
        return wanted ? [this.file(planned.name, `upload-${index}`, uploadOf(wanted), true)] : [];
      });
      return [
        this.file(planned.name, 'compare', trialOf(unit, planned, seen, this.choices.lagSeconds), true),
        ...uploads,
      ];
    });
    const suspensions = unit.suspensions.flatMap((each, index) =>
      each.kind === 'downtime' ? [] : [this.file(each.host, `suspend-${index}`, suspensionOf(each), false)],
    );
    return [...trials, ...suspensions];
  }

  text(): string {
    const { unit } = this;
    const names = unit.hosts.map((host) => host.name);
    const first = aliasOf(this.cluster.name, names[0] ?? '');
    const digest = createHash('sha256').update(this.planText).update(this.name).digest('hex').slice(0, 6);
    const id = `{{ now(utc=true, fmt='%Y%m%dT%H%M%SZ') }}-${digest}`;
    const forward = begin(unit).forward.flatMap((step) => this.tasksOf(step));
    return `
- name: ${JSON.stringify(`${names.join(', ')}: ${unit.program}; ${unit.reason}`)}
  hosts: ${JSON.stringify(first)}
  gather_facts: false
  any_errors_fatal: true
  tasks:
${indented(this.beginning(id), 4)}    - name: deploy or take back
      when: ${JSON.stringify(isWanted)}
      block:
${indented(forward.join(''), 8)}      rescue:
${indented(this.back(), 8)}`;
  }

  /** A name for the trial, and whether an earlier run has done all of it already. */
  private beginning(id: string): string {
    const looks = this.unit.hosts
      .filter(({ files }) => files.length > 0)
      .map(({ name }, index) => {
        const register = `quorate_has_${index}`;
        return { register, task: this.task(name, 'has_all', { send: 'compare', register, isLook: true }) };
      });
    const lacks = looks.map(({ register }) => `'no' in ${register}.stdout`).join(' or ');
    // Facts outlive a play, so it is said in every one.
    const facts = { quorate_id: id, quorate_wanted: lacks === '' ? true : `{{ ${lacks} }}` };
    return [
      ...looks.map(({ task }) => task),
      `- name: "what is to be done"\n  ansible.builtin.set_fact: ${JSON.stringify(facts)}\n`,
    ].join('');
  }

  private tasksOf({ kind, host }: Step): string[] {
    const { confirmWithin, gateSeconds } = this.choices;
    switch (kind) {
      case 'lock':
        return [this.task(host, "lock {{ quorate_id }} 'ansible'")];
      case 'compare':
        return [this.task(host, 'compare {{ quorate_id }}', { send: 'compare' })];
      case 'arm': {
        const seconds = this.unit.hosts.length > 1 ? Math.max(confirmWithin, together) : confirmWithin;
        return [this.task(host, `arm {{ quorate_id }} ${seconds}`)];
      }
      case 'upload':
        return (this.planned(host)?.files ?? []).map((_, index) =>
          this.task(host, `upload {{ quorate_id }} ${index}`, { send: `upload-${index}` }),
        );
      case 'gate':
        return [this.task(host, `gate {{ quorate_id }} ${gateSeconds}`)];
      case 'suspend':
      case 'resume':
        return this.suspensions(kind, host);
      default:
        return [this.task(host, `${kind} {{ quorate_id }}`)];
    }
  }

  private suspensions(kind: 'suspend' | 'resume', host: string): string[] {
    const seconds = suspendedAtMost + this.choices.gateSeconds;
    return this.unit.suspensions.flatMap((each, index) => {
      if (each.host !== host) return [];
      if (each.kind === 'downtime') return this.downtimes(kind, each, seconds);
      const id = `{{ quorate_id }}-${index}`;
      if (kind === 'resume') return [this.task(host, `resume ${id}`)];
      return [this.task(host, `suspend ${id} ${seconds}`, { send: `suspend-${index}` })];
    });
  }

  private downtimes(
    kind: 'suspend' | 'resume',
    { servers }: Suspension & { readonly kind: 'downtime' },
    seconds: number,
  ): string[] {
    return servers.map((server) => {
      const at = server.lastIndexOf(':');
      const instance = [server.slice(0, at), server.slice(at + 1)].map(encodeURIComponent).join('/');
      const words =
        kind === 'suspend' ? `begin-downtime/${instance}/ansible/quorate/${seconds}s` : `end-downtime/${instance}`;
      const url = `${(this.choices.orchestrator ?? '').replace(/\/$/, '')}/api/${words}`;
      return `- name: ${JSON.stringify(`orchestrator: ${words.split('/')[0]} of ${server}`)}
  ansible.builtin.uri: { url: ${JSON.stringify(url)} }
  delegate_to: localhost
  vars: { ansible_connection: local, ansible_become: false }
`;
    });
  }

  /** What corosync does after its one reload its nodes decide together; one that cannot be asked ends the way back. */
  private back(): string {
    const names = this.unit.hosts.map((host) => host.name).reverse();
    const suspended = [...new Set(this.unit.suspensions.map(({ host }) => host))];
    const mustAgree = names.length > 1 && this.unit.activation.kind !== 'nothing';
    return [
      ...(mustAgree ? names.map((host) => this.task(host, 'probe {{ quorate_id }}')) : []),
      ...names.map((host, index) => this.task(host, `restore {{ quorate_id }} ${index === names.length - 1 ? 1 : 0}`)),
      ...suspended.flatMap((host) => this.suspensions('resume', host)),
      ...names.map((host) => this.task(host, 'clean {{ quorate_id }}')),
      `- name: say what became of it\n  ansible.builtin.fail:\n    msg: "taken back: the old files are in place"\n`,
    ].join('');
  }

  /** A task that runs a step of the program, after the variables of the file `send`. */
  private task(
    host: string,
    step: string,
    { send, register, isLook }: { readonly send?: string; readonly register?: string; readonly isLook?: boolean } = {},
  ): string {
    const program = "lookup('ansible.builtin.file', 'files/host.sh', rstrip=false)";
    const variables = send && `lookup('ansible.builtin.file', ${quoted(this.path(host, send))}, rstrip=false)`;
    const stdin = `{{ ${variables ? `${variables} + ` : ''}${program} }}`;
    // At its usual verbosity Ansible shows nothing of what is sent, and what the host says when it fails.
    const secret = send ? '  no_log: "{{ ansible_verbosity > 0 }}"\n' : '';
    return `- name: ${JSON.stringify(`${host}: ${step.split(' ')[0]}`)}
  ansible.builtin.command: { cmd: ${JSON.stringify(`sh -s -- ${step}`)}, stdin: ${JSON.stringify(stdin)} }
  delegate_to: ${JSON.stringify(aliasOf(this.cluster.name, host))}
${secret}${register === undefined ? '' : `  register: ${register}\n`}${isLook ? '  changed_when: false\n' : ''}`;
  }

  private planned(name: string): PlannedHost | undefined {
    return this.unit.hosts.find((host) => host.name === name);
  }

  private path(host: string, what: string): string {
    return `files/${this.name}/${safe(host)}/${what}.sh`;
  }

  private file(host: string, what: string, variables: Variables, isSecret: boolean): ExportedFile {
    return { path: this.path(host, what), text: assignments(variables), isSecret };
  }
}

/** A string of Jinja. */
const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

function indented(text: string, blanks: number): string {
  return text.replace(/^(?=.)/gm, ' '.repeat(blanks));
}
