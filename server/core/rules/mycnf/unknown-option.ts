import type { OptionCatalog, Release } from '../../catalog/options';
import { isForkOption } from '../../model/mysql-forks';
import { nameOfTarget, type OptionLine } from '../../model/option-lines';
import { semicolonComment } from '../../model/semicolon-comment';
import { closest } from '../../text/closest';
import { type Fix, replace } from '../finding';
import { optionRule } from '../rule';

/** Plugins that are not built in bring options of their own; which plugins are loaded, files alone do not tell. */
const ofPlugins =
  /^(audit|authentication|aws_key_management|cassandra|clone|columnstore|connect|cracklib|daemon_memcached|ddl_rewriter|disks|federated|file_key_management|firewall|group_replication|hashicorp|keyring|mroonga|mysql_firewall|mysqlx|ndb|oqgraph|percona|pxc|rocksdb|s3|server_audit|simple_password|sphinx|spider|telemetry|tokudb|validate_password|version_tokens|wsrep)_/;

export default optionRule({
  severity: 'error',
  summary: 'an option that the server does not know',
  *check(option, scope) {
    const { options } = scope.catalogs;
    if (!isUnknown(option, options)) return;
    // An option of another release is not misspelt.
    const isOfOthers = ownReleases(option, options).length > 0;
    const candidates = isOfOthers ? [] : options.suggest(option.written, option.target);
    // Without a likely misspelling, a foreign plugin or a release we know nothing of may explain the name.
    if (candidates.length === 0 && !isOfOthers && (!option.isKnown || ofPlugins.test(option.resolution.name))) return;
    const [best] = candidates;
    yield {
      span: option.nameSpan,
      severity: option.isKnown ? 'error' : 'warning',
      message: `${nameOfTarget(option.target)} ${option.target.product ? 'does not know' : 'knows'} the option ${option.written}: the server does not start${explained(option, best, options)}`,
      ...(option.isKnown && { fatal: true as const }),
      fixes: () => fixes(option, candidates),
    };
  },
});

/** Other rules speak of abbreviations, of options that were removed, and of those of the other product. */
function isUnknown(option: OptionLine, catalog: OptionCatalog): boolean {
  const { resolution, target, knowledge } = option;
  if (resolution.known !== 'no' || resolution.loose || resolution.abbreviated || resolution.ambiguous) return false;
  if ((option.value === undefined && semicolonComment(option)) || knowledge.removalOf(resolution.name)) return false;
  if (target.product !== 'mariadb' && isForkOption(resolution.name)) return false;
  if (target.product === undefined || ownReleases(option, catalog).length > 0) return true;
  return catalog.knownIn(resolution.name).length === 0;
}

/** Other releases of the same product that do know the option. */
function ownReleases({ resolution, target }: OptionLine, catalog: OptionCatalog): readonly Release[] {
  return target.product === undefined ? [] : catalog.knownIn(resolution.name, { product: target.product });
}

/** Which release knows the option, or which one may have been meant. */
function explained(option: OptionLine, best: string | undefined, catalog: OptionCatalog): string {
  const [release] = ownReleases(option, catalog);
  if (release) return `; ${nameOfTarget(release)} does`;
  return best === undefined ? '' : `; did you mean ${spelled(best, option)}?`;
}

function fixes(option: OptionLine, candidates: readonly string[]): Fix[] {
  const renamed = candidates.slice(0, 3).map((name): Fix => {
    const text = spelled(name, option);
    return {
      title: `Write ${text}`,
      safe: candidates.length === 1 && isSlip(option, name),
      edits: [replace(option.nameSpan, text)],
    };
  });
  const start = { ...option.nameSpan, end: option.nameSpan.start };
  return [
    ...renamed,
    { title: 'Let the server start without it (loose-)', safe: false, edits: [replace(start, 'loose-')] },
  ];
}

/** Whether a name differs by a slip or two of the fingers, and is long enough that nothing else can be meant. */
function isSlip({ written }: OptionLine, name: string): boolean {
  const [meant, typed] = [name, written.replaceAll('-', '_')].map((each) =>
    each.replace(/^(skip|disable|enable)_/, ''),
  );
  return meant !== undefined && meant.length > 5 && closest(typed ?? '', [meant]).length > 0;
}

/** A canonical name with dashes where the line has dashes. */
function spelled(name: string, { written }: OptionLine): string {
  return written.includes('-') && !written.includes('_') ? name.replaceAll('_', '-') : name;
}
