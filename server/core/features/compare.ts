import type { Catalogs } from '../catalog/catalogs';
import type { Cluster } from '../model/cluster';
import type { Host } from '../model/host';
import type { Edit } from '../rules/finding';
import type { Span } from '../syntax/tree';
import { compareCorosync } from './compare-corosync';
import { compareHaproxy } from './compare-haproxy';
import { compareKeepalived } from './compare-keepalived';
import { compareOptions } from './compare-options';
import { comparePacemaker } from './compare-pacemaker';

/** What one host says of one setting. */
export interface Said {
  readonly host: Host;
  /** As shown to people: the value as written, or the program's default; undefined where neither is known. */
  readonly text: string | undefined;
  /** Two hosts with one key say the same, however it is written (`1G`, `1024M`). */
  readonly key: string;
  readonly origin: 'line' | 'default' | 'unset';
  /** The line that decides. */
  readonly span?: Span;
  /** How many earlier lines it beats. */
  readonly overruled?: number;
}

/**
 * - `clash`: hosts say the same where each needs a value of its own
 * - `differs`: hosts disagree, and nothing tells that they should
 * - `expected`: hosts disagree as they must or may
 */
export type Verdict = 'clash' | 'differs' | 'expected' | 'equal';

/** One setting over all hosts that run a program; `said` is in the order of the table's hosts. */
export interface ComparedSetting {
  readonly name: string;
  readonly verdict: Verdict;
  /** Why a difference is expected, or what is wrong with an agreement. */
  readonly why?: string;
  readonly said: readonly Said[];
  /**
   * What makes every host say what one of them says.
   *
   * @returns undefined where files cannot say it: a container's arguments, a section that is not there
   */
  readonly equalTo?: (host: Host) => readonly Edit[] | undefined;
}

/** The settings of one program over the hosts that run it, those that need a look first. */
export interface ComparedProgram {
  readonly program: 'database' | 'corosync' | 'haproxy' | 'keepalived' | 'pacemaker';
  readonly hosts: readonly Host[];
  readonly settings: readonly ComparedSetting[];
  /** Why there is nothing to compare, as a sentence. */
  readonly remark?: string;
}

/** Compares the hosts of a cluster, program by program. Programs that fewer than two of them run are left out. */
export function compareHosts(cluster: Cluster, catalogs: Catalogs): ComparedProgram[] {
  return [
    compareOptions(cluster, catalogs),
    ...compareCorosync(cluster, catalogs),
    compareHaproxy(cluster),
    compareKeepalived(cluster, catalogs),
    comparePacemaker(cluster),
  ]
    .filter(({ hosts }) => hosts.length > 1)
    .map((compared) => ({ ...compared, settings: inOrder(compared.settings) }));
}

const order: readonly Verdict[] = ['clash', 'differs', 'expected', 'equal'];

/** By verdict; within one the order they came in, which is that of the files. */
function inOrder(settings: readonly ComparedSetting[]): ComparedSetting[] {
  return order.flatMap((verdict) => settings.filter((setting) => setting.verdict === verdict));
}
