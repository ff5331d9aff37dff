import type { LanguageClientOptions } from 'vscode-languageclient';

/** Files are chosen by name and place, whatever language another extension has given them. */
export const documentSelector: NonNullable<LanguageClientOptions['documentSelector']> = [
  { language: 'mycnf' },
  { language: 'corosync' },
  { language: 'haproxy' },
  { language: 'crm' },
  { language: 'keepalived' },
  { pattern: '**/*.cnf' },
  { pattern: '**/*.cnf.*' },
  { pattern: '**/my.ini' },
  { pattern: '**/corosync*.conf' },
  { pattern: '**/*haproxy*.cfg' },
  { pattern: '**/haproxy*/**/*.cfg' },
  { pattern: '**/*.crm' },
  { pattern: '**/*cib*.xml' },
  { pattern: '**/*keepalived*.conf' },
  // VS Code matches nothing by an empty alternative in braces.
  { pattern: '**/compose*.{yml,yaml}' },
  { pattern: '**/docker-compose*.{yml,yaml}' },
  { pattern: '**/quorate.json' },
  { pattern: '**/orchestrator*.conf.json' },
  { pattern: '**/*.{sql,sh}' },
];
