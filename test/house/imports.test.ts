import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join, posix, relative, sep } from 'node:path';
import ts from 'typescript';

const root = join(__dirname, '../..');

/** What the files of a folder may import: folders of the project (with everything below) and packages. */
interface Wing {
  readonly folder: string;
  readonly folders: readonly string[];
  readonly packages: readonly string[];
  readonly node: boolean;
}

// The table of docs/ARCHITECTURE.md. The first entry whose folder holds a file applies to it.
const wings: readonly Wing[] = [
  { folder: 'server/core/text', folders: [], packages: [], node: false },
  { folder: 'server/core/catalog', folders: ['server/core/text'], packages: [], node: false },
  { folder: 'server/core/syntax', folders: ['server/core/text'], packages: [], node: false },
  {
    folder: 'server/core/model',
    folders: ['server/core/text', 'server/core/catalog', 'server/core/syntax'],
    packages: [],
    node: false,
  },
  {
    folder: 'server/core/sources',
    folders: ['server/core/text', 'server/core/catalog', 'server/core/syntax', 'server/core/model'],
    packages: ['yaml', 'jsonc-parser'],
    node: false,
  },
  {
    folder: 'server/core/rules',
    folders: ['server/core/text', 'server/core/catalog', 'server/core/syntax', 'server/core/model'],
    packages: [],
    node: false,
  },
  {
    folder: 'server/core/features',
    folders: [
      'server/core/text',
      'server/core/catalog',
      'server/core/syntax',
      'server/core/model',
      'server/core/sources',
      'server/core/rules',
    ],
    packages: [],
    node: false,
  },
  { folder: 'server/core/scaffold', folders: ['server/core/text', 'server/core/catalog'], packages: [], node: false },
  { folder: 'server/core/ops', folders: [], packages: [], node: false },
  {
    folder: 'server/core/live',
    folders: [
      'server/core/catalog',
      'server/core/syntax',
      'server/core/model',
      'server/core/rules',
      'server/core/ops',
      'server/core/desired',
      'server/core/workspace',
    ],
    packages: [],
    node: false,
  },
  { folder: 'server/core', folders: ['server/core'], packages: [], node: false },
  { folder: 'server/disk', folders: ['server/core', 'snippets'], packages: [], node: true },
  {
    folder: 'server/lsp/main.ts',
    folders: ['server/core', 'server/disk', 'server/lsp'],
    packages: ['vscode-languageserver'],
    node: true,
  },
  {
    folder: 'server/lsp/browser.ts',
    folders: ['server/core', 'server/disk/catalogs', 'server/lsp'],
    packages: ['vscode-languageserver'],
    node: false,
  },
  {
    folder: 'server/lsp/disk-folders.ts',
    folders: ['server/core', 'server/disk', 'server/lsp'],
    packages: [],
    node: true,
  },
  {
    folder: 'server/lsp',
    folders: ['server/core', 'server/lsp'],
    packages: ['vscode-languageserver', 'vscode-languageserver-types'],
    node: false,
  },
  {
    folder: 'client/hosts',
    folders: ['server/core/ops', 'server/core/syntax', 'server/core/text'],
    packages: ['ssh2', 'mysql2', 'ssh-config', 'ini', 'fast-xml-parser', 'diff', 'yaml'],
    node: true,
  },
  {
    folder: 'client/cli',
    folders: ['server/core', 'server/disk', 'server/lsp/main', 'client/hosts', 'package.json'],
    packages: ['diff'],
    node: true,
  },
  { folder: 'client/webview', folders: ['server/lsp/protocol'], packages: [], node: false },
  // The one file of the extension that starts a process; a browser loads everything else of it.
  { folder: 'client/extension/server-processes.ts', folders: [], packages: [], node: true },
  {
    folder: 'client/extension',
    folders: ['server/lsp/protocol', 'server/core/ops', 'client/hosts', 'client/webview/messages'],
    packages: ['vscode', 'vscode-languageclient'],
    node: false,
  },
];

describe('imports', () => {
  const files = ['server', 'client'].flatMap((folder) => sources(join(root, folder)));

  it('of every file stay within what its wing may know', () => {
    assert.ok(files.length > 50, 'hardly any file was looked at');
    const wrong: string[] = [];
    for (const file of files) {
      const path = toPosix(relative(root, file));
      const wing = wings.find((each) => path === each.folder || path.startsWith(each.folder + '/'));
      assert.ok(wing, `${path} belongs to no wing`);
      for (const target of importsOf(file)) if (!mayImport(wing, path, target)) wrong.push(`${path} imports ${target}`);
    }
    assert.deepEqual(wrong, []);
  });

  it('of a rule name no other rule', () => {
    const rules = files
      .map((file) => toPosix(relative(root, file)))
      .filter((path) => /^server\/core\/rules\/(?!combinators)[^/]+\/[^/]+\.ts$/.test(path));
    assert.ok(rules.length > 0);
    const wrong = rules.flatMap((path) =>
      importsOf(join(root, path))
        .map((target) => resolveFrom(path, target))
        .filter((target) => rules.includes(`${target}.ts`))
        .map((target) => `${path} imports ${target}`),
    );
    assert.deepEqual(wrong, []);
  });
});

function mayImport(wing: Wing, path: string, target: string): boolean {
  if (target.startsWith('.')) {
    const resolved = resolveFrom(path, target).replace(/\.js$/, '');
    return (
      inside(resolved, wing.folder.replace(/\/[^/]+\.ts$/, '')) ||
      wing.folders.some((folder) => inside(resolved, folder))
    );
  }
  if (target.startsWith('node:') || builtinModules.includes(target)) return wing.node;
  const name = target.startsWith('@') ? target.split('/').slice(0, 2).join('/') : (target.split('/')[0] as string);
  return wing.packages.includes(name);
}

function inside(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder + '/');
}

function resolveFrom(path: string, target: string): string {
  return target.startsWith('.') ? posix.join(posix.dirname(path), target) : target;
}

function importsOf(file: string): string[] {
  return ts.preProcessFile(readFileSync(file, 'utf8')).importedFiles.map((imported) => imported.fileName);
}

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
    .map((name) => join(folder, name));
}

function toPosix(path: string): string {
  return path.split(sep).join('/');
}
