import type { Severity } from '../rules/finding';

/**
 * What can be said of a file once its running server was asked. The ids are used like those of rules, and each has a
 * page beside this file; a look at hosts finds them, not a check of files.
 */
export const runningRules = {
  'running/changed-at-run-time': {
    severity: 'warning',
    summary: 'a running server was set to something else than its file says',
  },
  'running/lost-at-restart': {
    severity: 'info',
    summary: 'a value was set at run time and stands in no file, so a restart forgets it',
  },
  'running/needs-restart': { severity: 'warning', summary: 'a line counts only after the server is started again' },
  'running/never-read': { severity: 'warning', summary: 'a running server has not read a file, or a line of it' },
  'running/other-release': {
    severity: 'warning',
    summary: 'a server is of another release than its description says',
  },
  'running/overridden': {
    severity: 'warning',
    summary: 'the command line or a persisted value of the server beats a line',
  },
} as const satisfies Readonly<Record<`running/${string}`, { severity: Severity; summary: string }>>;

export type RunningRule = keyof typeof runningRules;
