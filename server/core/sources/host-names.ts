/**
 * Guessing hosts from names of folders and files. Role names (`master`, `slave_1`) are commoner in real
 * repositories than host names, and a wrong guess compares strangers, so a bare number at the end is not enough.
 */

const roleWord = 'master|slave|source|replica|primary|secondary|standby|co-?master|active|passive';
const machineWord =
  'node|server|serv|srv|host|db|database|mysql|mysqld|mariadb|maria|galera|pxc|percona|lb|proxy|haproxy|ha|vm|web|app|member|instance|arbitrator|garbd?|sql|data|pg|dbnode|dbserver|rdbms|cluster-?node';
const counter = '[a-z]?\\d+[a-z]?|[a-e]';

const roleName = new RegExp(`^([a-z0-9]+[-_.])*(${roleWord})([-_.]?(${counter}|db|node|server|mysql|mariadb))?$`, 'i');
const countedMachine = new RegExp(
  `^([a-z0-9]+[-_.])*(${machineWord})[-_.]?(${counter}|[a-z]{2,4}\\d+)([-_.][a-z0-9-]+)?$`,
  'i',
);
const countedAnything = /^[a-z]+([-_.]?[a-z]+)*[-_.]?\d+$/i;
/** A name with its domain; the first label is the host's own. */
const fullName = /^([a-z0-9-]+)(?:\.[a-z0-9-]+)+\.[a-z]{2,}$/i;
const address = /^\d{1,3}(\.\d{1,3}){3}$/;
const releaseName = /^(mysql|mariadb|percona|maria|pxc|galera)[-_]?(5[._]?\d|8([._]?\d)?|9[._]\d|1\d[._]?\d+)$/i;
const collection =
  /^(cluster|clusters|example|examples|ex|project|lab|labs|test|tests|env|site|dc|datacenter|region|scenario|case|demo|sample|version|v|chapter|step|part|day|week|tp|exercise|practice|lesson|issue|bug|prod|production|stage|staging|dev|development|qa|uat|preprod|team|customer|client|tenant)[-_.]?\d*$/i;

/** Numbered copies and releases of one file. */
const copyWord =
  /^(bak|bck|bkp|backup|old|orig|copy|save|prev|rev|v|ver|version|rc|beta|test|tmp|new|mysql|mariadb)[-_.]?\d+$/i;

/** Words that name a place for files rather than a host. */
const neutralFolder =
  /^(conf|confs|config|configs|configuration|conf\.d|cnf|etc|mysql|mysqld|mariadb|percona|my\.cnf\.d|mysql\.conf\.d|mariadb\.conf\.d|percona-xtradb-cluster\.conf\.d|haproxy|corosync|pacemaker|keepalived|galera|orchestrator|files|rootfs|root|fs|templates|init|initdb|initdb\.d|docker-entrypoint-initdb\.d|sql|scripts|custom|volumes?|settings)$/i;

/** Folders and file names whose content all hosts beside them share. */
const sharedName = /^(common|shared|all|base|default|defaults|global|general)$/i;

export function isNeutralFolder(name: string): boolean {
  return neutralFolder.test(name);
}

export function isSharedName(name: string): boolean {
  return sharedName.test(name);
}

/** Whether a folder or a file's stem names one host by itself: a role, a counted machine (with its domain or without), an address. */
export function isHostName(name: string): boolean {
  if (collection.test(name) || releaseName.test(name)) return false;
  const label = fullName.exec(name)?.[1];
  if (label !== undefined) return isHostName(label);
  return roleName.test(name) || countedMachine.test(name) || address.test(name);
}

/** Whether names side by side are numbered hosts of one kind: `paris1`, `paris2`, with their domains or without. */
export function areNumberedHosts(names: readonly string[]): boolean {
  const labels = names.map((name) => fullName.exec(name)?.[1] ?? name);
  const stems = new Set(labels.map((name) => name.replace(/\d+$/, '')));
  return (
    names.length > 1 &&
    stems.size === 1 &&
    labels.every((name) => countedAnything.test(name) && !collection.test(name) && !releaseName.test(name))
  );
}

/** The host or site behind an option file's name, `my.cnf.dc1`; any other word there may be that of some copy. */
export function hostBehind(file: string): string | undefined {
  const word = /^my\.cnf[.-]([\w.-]+)$/i.exec(file)?.[1];
  if (word === undefined || copyWord.test(word)) return undefined;
  return isHostName(word) || countedAnything.test(word) ? word : undefined;
}

/** The host a file's own name speaks of (`my-slave.cnf`, `my.cnf.dc1`, `node1.cnf`), or undefined. */
export function hostInFileName(file: string): string | undefined {
  const behind = hostBehind(file);
  if (behind !== undefined) return behind;
  const stem = file.replace(/\.(cnf|cfg|conf|ini)$/i, '');
  const bare = stem
    .replace(/^(my|mysql|mysqld|mariadb|haproxy|corosync|keepalived)[-_.](?=.)/i, '')
    .replace(/(?<=.)[-_.](my|mysql|mysqld|mariadb|haproxy|corosync|keepalived)$/i, '');
  // keepalived calls the one that waits BACKUP; elsewhere that is a copy of a file.
  if (bare !== stem && /keepalived/i.test(stem) && /^backup[-_.]?\d*$/i.test(bare)) return bare;
  return isHostName(bare) ? bare : undefined;
}
