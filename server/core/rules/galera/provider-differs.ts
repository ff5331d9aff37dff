import { type GaleraPeer, galeraClusters } from '../../model/galera-clusters';
import { replicatesWith } from '../../model/wsrep';
import type { Setting } from '../../model/setting';
import { differing } from '../combinators/differing';
import { onePerPlace, setValue } from '../option-edits';
import { clusterRule } from '../rule';

export default clusterRule({
  severity: 'warning',
  summary: 'a Galera node loads its library from another place than all others',
  *check(cluster) {
    for (const peers of galeraClusters(cluster)) {
      const found = differing(peers.flatMap(loaderOf), ({ place, provider }) => `${place} ${pathOf(provider)}`);
      const [model, another] = found?.agreeing ?? [];
      if (!found || !model || !another || found.deviating.length > 1) continue;
      for (const { peer, place, provider } of found.deviating) {
        // Another distribution keeps its option files elsewhere, and its libraries.
        if (place === undefined || place !== model.place || !provider.valueSpan || !model.provider.valueSpan) continue;
        const value = model.provider.value ?? '';
        yield {
          span: provider.valueSpan,
          message: `${peer.host.name} loads ${provider.value ?? ''}, and ${found.agreeing.map((each) => each.peer.host.name).join(', ')} load ${value}: if that file is not on ${peer.host.name}, its server does not start`,
          related: [{ span: model.provider.valueSpan, message: `as ${model.peer.host.name} has it` }],
          fixes: () => {
            const edits = onePerPlace([setValue(provider, value)]);
            return [{ title: `Load ${value} on ${peer.host.name} too`, safe: false, edits }];
          },
        };
      }
    }
  },
});

interface Loader {
  readonly peer: GaleraPeer;
  readonly provider: Setting;
  /** The path on its host of the file that says so. */
  readonly place: string | undefined;
}

function loaderOf(peer: GaleraPeer): Loader[] {
  const provider = replicatesWith(peer.host);
  const file = provider?.valueSpan?.block.document;
  const place = peer.host.placements.find(({ path }) => path === file?.path)?.hostPath;
  return provider ? [{ peer, provider, place }] : [];
}

/** Debian has a link to the library in the folder above. */
function pathOf({ value = '' }: Setting): string {
  return value.replace(/^\/usr\/lib\/libgalera/, '/usr/lib/galera/libgalera');
}
