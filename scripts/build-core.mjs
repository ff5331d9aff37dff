// server/core as one file that the other bundles share, so that it is shipped and read once.
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** What dist/core.js holds: all of core but the rules, which come in through their registry, and the catalogues. */
function coreModules() {
  const files = readdirSync(path.join(root, 'server/core'), { recursive: true, encoding: 'utf8' });
  return files
    .map((name) => `server/core/${name.split(path.sep).join('/')}`)
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
    .map((name) => name.slice(0, -'.ts'.length))
    .filter((name) => !isOps(name) && !/^server\/core\/rules\/(?!combinators)[^/]+\//.test(name))
    .concat('server/disk/catalogs')
    .sort();
}

/** Small, used by the extension, and known to nothing else of core: whoever wants it takes it along. */
const isOps = (name) => name.startsWith('server/core/ops/');

/** Packages of core that other bundles use as well. */
const sharedPackages = ['yaml'];

/** An entry point that gives every module under its path, each run when it is first asked for. */
export function coreFacade() {
  const getters = coreModules().map(
    (name) => `Object.defineProperty(exports, '${name}', { get: () => require('./${name}') });`,
  );
  const packages = sharedPackages.map(
    (name) => `Object.defineProperty(exports, '${name}', { get: () => require('${name}') });`,
  );
  return { contents: [...getters, ...packages].join('\n'), resolveDir: root, loader: 'js' };
}

/**
 * Makes a bundle take core from the shared file.
 *
 * @param {'node' | 'browser'} platform on Node the file lies beside the bundle; a browser's worker has loaded it before,
 *   into `quorateCore`
 * @returns {import('esbuild').Plugin}
 */
export function coreApart(platform) {
  const modules = new Set(coreModules());
  const core = platform === 'node' ? "require('./core.js')" : 'globalThis.quorateCore';
  return {
    name: 'core-apart',
    setup(builder) {
      builder.onResolve({ filter: /^\./ }, ({ path: target, resolveDir }) => {
        const name = path.relative(root, path.join(resolveDir, target)).split(path.sep).join('/').replace(/\.js$/, '');
        return modules.has(name) ? { path: name, namespace: 'core' } : undefined;
      });
      builder.onResolve({ filter: new RegExp(`^(${sharedPackages.join('|')})$`) }, ({ path: name }) => ({
        path: name,
        namespace: 'core',
      }));
      builder.onLoad({ filter: /.*/, namespace: 'core' }, ({ path: name }) => ({
        contents: `module.exports = ${core}['${name}'];`,
        resolveDir: root,
        loader: 'js',
      }));
      if (platform === 'node')
        builder.onResolve({ filter: /^\.\/core\.js$/ }, () => ({ path: './core.js', external: true }));
    },
  };
}
