import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

let bundled: Promise<Readonly<Record<string, string>>> | undefined;

/**
 * The page of a rule, in Markdown. A build keeps all pages in one file beside the bundle, read when first asked for;
 * in the source tree each lies beside its rule.
 */
export async function rulePage(id: string): Promise<string> {
  bundled ??= readFile(join(__dirname, 'rules.json'), 'utf8').then(
    (text) => JSON.parse(text) as Record<string, string>,
  );
  const pages = await bundled.catch(() => undefined);
  return pages?.[id] ?? readFile(join(__dirname, '../core/rules', `${id}.md`), 'utf8');
}
