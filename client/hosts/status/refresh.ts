import { judge, wantsSecondLook } from '../../../server/core/ops/status/judge';
import type { HostObservation } from '../../../server/core/ops/status/observation';
import type { ClusterTarget } from '../../../server/core/ops/status/target';
import type { Verdict } from '../../../server/core/ops/status/verdict';
import { History } from '../../../server/core/ops/status/history';
import { type Asking, collect } from './collect';

/** A cluster at one moment, with everything to be said of it. */
export interface ClusterStatus {
  readonly target: ClusterTarget;
  readonly hosts: readonly HostObservation[];
  readonly verdicts: readonly Verdict[];
  /** Milliseconds since 1970 when the asking began, and how long it took. */
  readonly at: number;
  readonly milliseconds: number;
}

/** Milliseconds between two looks where one alone is not certain: some heartbeats and polls of the daemons. */
const betweenLooks = 700;

/** Looks at a cluster again and again; what was seen before tells since when, and what moves. */
export class Watch {
  private readonly history = new History();
  private before: readonly HostObservation[] | undefined;

  constructor(
    readonly target: ClusterTarget,
    private readonly asking: Asking,
  ) {}

  /** Asks every host once; twice where the first answers leave something open. */
  async refresh(): Promise<ClusterStatus> {
    const at = Date.now();
    const begin = performance.now();
    let hosts = await collect(this.target, this.asking);
    if (!this.before && wantsSecondLook(this.target, hosts)) {
      this.before = hosts;
      await new Promise((resolve) => setTimeout(resolve, betweenLooks));
      hosts = await collect(this.target, this.asking);
    }
    const verdicts = this.history.add(judge(this.target, hosts, this.before), at);
    this.before = hosts;
    return { target: this.target, hosts, verdicts, at, milliseconds: performance.now() - begin };
  }
}
