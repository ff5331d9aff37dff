// Generates server/core/catalog/data/haproxy-samples.json: sample fetches with where they may be asked, converters,
// and the older names that ACLs take, as `haproxy -dKall` lists them.
//
//     node scripts/catalog/haproxy-samples-listing.mjs --suite bookworm --suite trixie
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { cacheFolder, fetchPackages } from '../../test/debian-packages.mjs';
import { debianHaproxy } from './haproxy-daemon.mjs';

const dataFolder = path.join(path.dirname(fileURLToPath(import.meta.url)), '../../server/core/catalog/data');
const { values } = parseArgs({ options: { suite: { type: 'string', multiple: true, default: [] } } });

const listings = new Map();
for (const suite of values.suite) {
  const packages = suite === 'experimental' ? ['haproxy/experimental'] : ['haproxy'];
  const haproxy = debianHaproxy(
    await fetchPackages({ suite, packages, into: path.join(cacheFolder, 'catalog', suite) }),
  );
  listings.set(haproxy.release, readListing(haproxy.listing()));
}
const releases = [...listings.keys()];
const lines = (kind) => merged(kind).map((record) => JSON.stringify(record));
const kinds = ['fetches', 'converters', 'aclKeywords'].map((kind) => `"${kind}":[\n${lines(kind).join(',\n')}\n]`);
writeFileSync(
  path.join(dataFolder, 'haproxy-samples.json'),
  `{\n"releases":${JSON.stringify(releases)},\n${kinds.join(',\n')}\n}\n`,
);

function readListing(text) {
  const part = (title) =>
    new RegExp(`^# List of registered ${title}[^\\n]*\\n((?:.*\\n)*?)(?=# List|$(?![\\s\\S]))`, 'm').exec(text)?.[1] ??
    '';
  const fetches = [...part('sample fetch').matchAll(/^\[ ([Y. ]+) \] ([^\s(:]+)(?:\((.*)\))?: (\w+)$/gm)].map(
    ([, places, name, args = '', out]) => ({ name, args, out, places: places.replaceAll(' ', '') }),
  );
  const converters = [...part('sample converter').matchAll(/^([^\s(:]+)(?:\((.*)\))?: \w+ => \w+$/gm)].map(
    ([, name, args = '']) => ({ name, args }),
  );
  const aclKeywords = [...part('ACL').matchAll(/^(\S+) = (\S+) -m (\w+)$/gm)].map(([, name, fetch, match]) => ({
    name,
    fetch,
    match,
  }));
  return { fetches, converters, aclKeywords };
}

/** One record for each run of releases that list a name alike. */
function merged(kind) {
  const records = new Map();
  for (const [place, listing] of [...listings.values()].entries()) {
    for (const each of listing[kind]) {
      const key = JSON.stringify(each);
      const known = records.get(key);
      if (known) known.last = place;
      else records.set(key, { each, first: place, last: place });
    }
  }
  return [...records.values()]
    .sort((a, b) => (a.each.name < b.each.name ? -1 : a.each.name > b.each.name ? 1 : a.first - b.first))
    .map(({ each, first, last }) => {
      const isAll = first === 0 && last === releases.length - 1;
      const range = `${first === 0 ? '' : releases[first]}-${last === releases.length - 1 ? '' : releases[last]}`;
      return { ...each, ...(!isAll && { releases: range }) };
    });
}
