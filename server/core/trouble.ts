import type { Severity } from './rules/finding';

/** What can be wrong with a file before any rule looks into it. The ids are used like those of rules. */
export const troubles = {
  'file/dangling-link': { severity: 'warning', summary: 'a link leads to a file that does not exist' },
  'file/not-text': { severity: 'error', summary: 'a configuration file holds NUL bytes' },
  'file/not-understood': { severity: 'error', summary: 'a manifest, compose file or inventory cannot be understood' },
  'file/not-utf-8': { severity: 'info', summary: 'a file is not encoded in UTF-8' },
  'file/too-large': { severity: 'warning', summary: 'a file is too large to be configuration' },
  'file/unreadable': { severity: 'error', summary: 'a file cannot be read' },
} as const satisfies Readonly<Record<`file/${string}`, { severity: Severity; summary: string }>>;

/** What hinders reading a file: it is no text, too large, unreadable, or not in the encoding it should be in. */
export interface Trouble {
  readonly rule: keyof typeof troubles;
  readonly message: string;
}

/** What became of reading a file. */
export type Content =
  | { readonly kind: 'text'; readonly text: string; readonly trouble?: Trouble }
  | { readonly kind: 'unread'; readonly trouble: Trouble }
  /** `digest` is SHA-256 in hexadecimal, `size` in bytes. */
  | { readonly kind: 'key'; readonly digest: string; readonly size: number };
