// `npm run package`: builds what people install. Both packages go to out/package: the extension as a VSIX, and the
// command line as a tarball for npm. What they hold is listed here; nothing else of the repository goes in.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const out = path.join(root, 'out', 'package');

/** The tool that makes a VSIX. It brings hundreds of packages along, so it is fetched when it is needed. */
const vsce = '@vscode/vsce@3.9.2';

const texts = ['README.md', 'CHANGELOG.md', 'LICENSE'];

const contents = {
  extension: [
    ...texts,
    'client/extension/quorate.svg',
    'client/extension/walkthrough',
    'dist/compare.css',
    'dist/compare.js',
    'dist/core.js',
    'dist/extension-browser.js',
    'dist/extension-desktop.js',
    'dist/extension.js',
    'dist/host',
    'dist/hosts.js',
    'dist/lsp.js',
    'dist/rules.json',
    'dist/server-browser.js',
    'dist/server.js',
    'schemas/quorate.schema.json',
    'syntaxes',
  ],
  command: [...texts, 'dist/cli.js', 'dist/core.js', 'dist/host', 'dist/hosts.js', 'dist/lsp.js', 'dist/rules.json'],
};

const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));

rmSync(out, { recursive: true, force: true });
run(process.execPath, ['scripts/build.mjs'], root);
for (const file of [packExtension(), packCommand()]) {
  console.log(`${path.relative(root, file)}  ${Math.ceil(statSync(file).size / 1000)} kB`);
}

function packExtension() {
  const ofMaking = ['scripts', 'devDependencies', 'bin'];
  const own = Object.fromEntries(Object.entries(manifest).filter(([key]) => !ofMaking.includes(key)));
  const folder = stage('extension', contents.extension, { ...own, engines: { vscode: manifest.engines.vscode } });
  const file = path.join(out, `${manifest.name}-${manifest.version}.vsix`);
  const options = ['--no-dependencies', '--no-rewrite-relative-links', '--allow-missing-repository', '--out', file];
  npx([vsce, 'package', ...options], folder);
  return file;
}

function packCommand() {
  const { name, version, description, keywords, license, bin } = manifest;
  const folder = stage('command', contents.command, {
    ...{ name, version, description, keywords, license, bin },
    engines: { node: manifest.engines.node },
  });
  npm(['pack', '--pack-destination', out], folder);
  return path.join(out, `${name}-${version}.tgz`);
}

/** Lays out the content of a package in a folder of its own, with a manifest that names nothing of its making. */
function stage(name, files, own) {
  const folder = path.join(out, name);
  for (const file of files) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    cpSync(path.join(root, file), path.join(folder, file), { recursive: true });
  }
  // Pictures stay outside, and a place to fetch them from is not known.
  const readme = path.join(folder, 'README.md');
  writeFileSync(readme, readFileSync(readme, 'utf8').replace(/^!\[[^\]]*\]\(docs\/[^)]*\)\n\n/gm, ''));
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify(own, null, 2) + '\n');
  return folder;
}

function npx(args, cwd) {
  npm(['exec', '--yes', '--ignore-scripts', `--cache=${path.join(root, '.cache', 'npm')}`, '--', ...args], cwd);
}

/** Under `npm run` npm says where it is; started by hand, a shell has to find npm, which is npm.cmd on Windows. */
function npm(args, cwd) {
  const script = process.env.npm_execpath;
  if (script?.endsWith('.js')) run(process.execPath, [script, ...args], cwd);
  else run('npm', args, cwd, process.platform === 'win32');
}

function run(program, args, cwd, shell = false) {
  const { status, error, stdout, stderr } = spawnSync(program, args, { cwd, shell, encoding: 'utf8' });
  if (status === 0) return;
  console.error(`${[program, ...args].join(' ')} failed: ${error?.message ?? `status ${status}`}\n${stdout}${stderr}`);
  process.exit(1);
}
