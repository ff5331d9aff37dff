import type { FileKind } from '../model/placement';
import { isCopy } from './copies';
import { hostBehind } from './host-names';

const ignoredFolders = /(^|\/)(node_modules|\.git|\.hg|\.svn|\.cache|\.terraform|\.vagrant|\.venv|__pycache__)(\/|$)/;

/** Whether a path lies in a folder nobody keeps configuration in. */
export function isIgnoredPath(path: string): boolean {
  return ignoredFolders.test(path);
}

const optionFileNames = /^(\.?my\.cnf|my\.ini|mysqld?\.cnf|mariadbd?\.cnf|my[-_.][\w.-]+\.cnf|[\w.-]+[-_.]my\.cnf)$/i;
const optionFileFolders =
  /(^|\/)(mysql|mysqld|mariadb|percona|galera|pxc|my\.cnf\.d|mysql\.conf\.d|mariadb\.conf\.d)[^/]*\//i;
/** Files that are about the programs, or are programs themselves. */
const foreignSuffix = /\.(md|txt|py)$/i;

/** Kinds whose files the text must tell from foreign ones. */
type Maybe = 'maybe-mycnf' | 'maybe-inventory' | 'maybe-sql' | 'maybe-crm' | 'maybe-cib';

/**
 * What a path alone says about a file: its kind, or `maybe-...` where the content must decide (a `*.cnf`, a `hosts`,
 * an `*.sql`, `*.sh`, `*.crm` or `*cib.xml`), or undefined for a file that is not ours. Never claims a foreign file (openssl.cnf, nginx.conf, setup.cfg).
 */
export function kindOfPath(path: string): FileKind | Maybe | undefined {
  if (isIgnoredPath(path)) return undefined;
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (name === 'quorate.json') return 'manifest';
  if (/^(docker-)?compose[\w.-]*\.ya?ml$/i.test(name)) return 'compose';
  if (isOrchestratorFile(name)) return 'orchestrator';
  if (name === 'authkey') return 'keyfile';
  if (name === 'mysqld-auto.cnf' || name === 'auto.cnf') return 'persisted';
  if (/^(hosts|inventory)([\w.-]*)$/i.test(name) && !path.endsWith('etc/hosts')) return 'maybe-inventory';
  if (/\.(sql|sh|bash)$/i.test(name)) return 'maybe-sql';
  if (/\.crm$/i.test(name)) return 'maybe-crm';
  if (/(^|[-_.])cib[\w.-]*\.xml$/i.test(name)) return 'maybe-cib';
  if (isCopy(name) || foreignSuffix.test(name)) return undefined;
  // corosync-signals.conf is D-Bus's.
  if (/^corosync(?!-signals\.)[\w.-]*\.conf$/i.test(name)) return 'corosync';
  if (/^([\w-]+[-_.])?keepalived[\w.-]*\.conf$/i.test(name)) return 'keepalived';
  if (/^([\w-]+[-_.])?haproxy[\w.-]*\.cfg$/i.test(name)) return 'haproxy';
  if (/\.cfg$/i.test(name) && /(^|\/)haproxy[^/]*\//i.test(path)) return 'haproxy';
  if (/^openssl/i.test(name)) return undefined;
  if (optionFileNames.test(name) || hostBehind(name) !== undefined) return 'mycnf';
  if (!/\.cnf$/i.test(name)) return undefined;
  return optionFileFolders.test(path) ? 'mycnf' : 'maybe-mycnf';
}

/** Whether a path is that of a configuration of Orchestrator, JSON by its name. */
export function isOrchestratorFile(path: string): boolean {
  return /(^|\/)orchestrator[\w.-]*\.conf\.json$/i.test(path);
}

/** Whether the text of some `*.cnf` holds a group a database server reads. */
export function looksLikeOptionFile(text: string): boolean {
  return /^[ \t]*\[(mysqld|mariadbd?|server|galera|mysqld_safe)([-\d.]*)\]/im.test(text);
}

/** Beyond this many characters a file of SQL is a dump of data. */
const longestSql = 256 * 1024;

/** Whether SQL, or a shell script that calls a client, has statements about replication or accounts in it. */
export function looksLikeReplicationSql(path: string, text: string): boolean {
  if (text.length > longestSql) return false;
  if (!/\.sql$/i.test(path) && !/\b(mysql|mariadb)\b/.test(text)) return false;
  return /\b(change\s+(master|replication)|(start|stop|reset)\s+(slave|replica|all\s+slaves|master)|create\s+user|grant\s|set\s+(global|persist)\b)/i.test(
    text,
  );
}

/** Whether a text is configuration of Pacemaker for the crm shell. */
export function looksLikeCrm(text: string): boolean {
  return /^[ \t]*(configure[ \t]+)?(primitive|group|clone|ms|location|colocation|order|property|rsc_defaults|op_defaults|rsc_template|node)[ \t]+\S/m.test(
    text,
  );
}

/** Whether XML is a CIB, or the configuration out of one. */
export function looksLikeCib(text: string): boolean {
  return /<cib\b/.test(text) || (/<configuration\b/.test(text) && /<(crm_config|constraints|resources)\b/.test(text));
}

/** Whether a text is a template that some other tool fills in: what stands there is not what a daemon reads. */
export function isTemplate(text: string): boolean {
  return /\{\{.*\}\}|\{%.*%\}|<%.*%>/.test(text);
}
