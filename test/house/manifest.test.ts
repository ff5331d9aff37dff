import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

interface Manifest {
  readonly contributes: {
    readonly languages: readonly { readonly id: string; readonly configuration: string }[];
    readonly grammars: readonly { readonly language: string; readonly path: string }[];
    readonly jsonValidation: readonly { readonly url: string }[];
    readonly commands: readonly { readonly command: string }[];
    readonly views: Readonly<Record<string, readonly { readonly id: string }[]>>;
    readonly viewsContainers: { readonly activitybar: readonly { readonly icon: string }[] };
    readonly configuration: { readonly properties: Readonly<Record<string, unknown>> };
  };
}

const snippetFiles = readdirSync(join(root, 'snippets')).map((name) => `snippets/${name}`);

describe('the extension manifest', () => {
  const { contributes } = JSON.parse(read('package.json')) as Manifest;
  const extension = readdirSync(join(root, 'client/extension'))
    .filter((name) => name.endsWith('.ts'))
    .map((name) => read(`client/extension/${name}`))
    .join('\n');

  it('names only files that are there and that parse', () => {
    const files = [
      ...contributes.languages.map((each) => each.configuration),
      ...contributes.grammars.map((each) => each.path),
      ...snippetFiles,
      ...contributes.jsonValidation.map((each) => each.url),
    ];
    assert.ok(files.length >= 10);
    for (const file of files) assert.doesNotThrow(() => JSON.parse(read(file)), file);
    for (const container of contributes.viewsContainers.activitybar) assert.ok(existsSync(join(root, container.icon)));
  });

  it('declares only commands, views and settings that the code has', () => {
    for (const { command } of contributes.commands)
      assert.ok(extension.includes(`'${command}'`), `nothing registers ${command}`);
    for (const { id } of Object.values(contributes.views).flat())
      assert.ok(extension.includes(`'${id}'`), `nothing fills ${id}`);
    const settings = Object.keys(contributes.configuration.properties).filter((name) => !name.includes('.trace.'));
    for (const name of settings)
      assert.ok(
        extension.includes(name.slice('quorate.'.length)) ||
          read('server/lsp/settings.ts').includes(name.slice('quorate.'.length)),
        `nothing reads ${name}`,
      );
  });

  it('has snippets for every language, each with a prefix and a description', () => {
    for (const path of snippetFiles) {
      const snippets = Object.values(
        JSON.parse(read(path)) as Record<string, { prefix?: string; description?: string; body?: string[] }>,
      );
      assert.ok(snippets.length >= 3, path);
      for (const snippet of snippets)
        assert.ok(snippet.prefix && snippet.description && (snippet.body?.length ?? 0) > 0, path);
    }
  });
});
