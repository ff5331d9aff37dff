import type { Severity } from '../../server/core/rules/finding';
import { rules } from '../../server/core/rules/registry';
import { runningRules } from '../../server/core/live/running-rules';
import { troubles } from '../../server/core/trouble';

/** Everything a finding can be named after: rules, what running servers show, and what can be wrong with a file as such. */
export const ruleList: readonly { readonly id: string; readonly severity: Severity; readonly summary: string }[] = [
  ...rules.map(([id, { severity, summary }]) => ({ id, severity, summary })),
  ...Object.entries(runningRules).map(([id, rule]) => ({ id, ...rule })),
  ...Object.entries(troubles).map(([id, trouble]) => ({ id, ...trouble })),
].sort((a, b) => (a.id < b.id ? -1 : 1));
