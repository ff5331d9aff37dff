/**
 * What commands use of hosts. It is a bundle of its own (`dist/hosts.js`): import it with `await import(...)` when the
 * first command needs a host, so that nothing else pays for loading it.
 */
export { HostError, type HostTrouble } from './ssh/host-error';
export type { HostKeyQuestion, People } from './ssh/ports';
export { type Command, type RunOptions, type RunResult, Session } from './ssh/session';
export { Sessions } from './ssh/sessions';
export { type Account, accountOfOptionFile } from './mysql/account';
export { Secret } from './mysql/secret';
export type { Asking } from './status/collect';
export { type ClusterStatus, Watch } from './status/refresh';
export { ansibleProject, type ExportedFile } from './deploy/ansible';
export { withNewKeys } from './deploy/authkey';
export { type Found, type ImportedHost, discoverHost } from './deploy/discover';
export { drift, type DriftedLines } from './deploy/drift';
export { look, planFor, restartFor, type Sight } from './deploy/look';
export { Orchestrator } from './deploy/orchestrator';
export { foundText, observeHost } from './deploy/observe';
export { previousState, takeBackUnfinished } from './deploy/previous';
export { DeployRecord, reportName } from './deploy/record';
export { outcomeOf, reportOf, type TimedEvent } from './deploy/report';
export { type DeployEvent, runPlan, type RunChoices, type UnitResult } from './deploy/run-plan';
