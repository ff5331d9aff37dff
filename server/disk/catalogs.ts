import type { Catalogs } from '../core/catalog/catalogs';
import { ContainerCatalog } from '../core/catalog/containers';
import { CorosyncCatalog } from '../core/catalog/corosync';
import containerData from '../core/catalog/data/containers.json';
import corosyncData from '../core/catalog/data/corosync.json';
import haproxyForms from '../core/catalog/data/haproxy-arguments.json';
import haproxyWrittenForms from '../core/catalog/data/haproxy-arguments-facts.json';
import haproxyData from '../core/catalog/data/haproxy.json';
import haproxySamples from '../core/catalog/data/haproxy-samples.json';
import keepalivedData from '../core/catalog/data/keepalived.json';
import corosyncSnippets from '../../snippets/corosync.json';
import crmSnippets from '../../snippets/crm.json';
import haproxySnippets from '../../snippets/haproxy.json';
import keepalivedSnippets from '../../snippets/keepalived.json';
import mycnfSnippets from '../../snippets/mycnf.json';
import sqlSnippets from '../../snippets/sql.json';
import optionData from '../core/catalog/data/options.json';
import pacemakerData from '../core/catalog/data/pacemaker.json';
import sqlData from '../core/catalog/data/sql.json';
import { HaproxyCatalog } from '../core/catalog/haproxy';
import { KeepalivedCatalog } from '../core/catalog/keepalived';
import { OptionCatalog } from '../core/catalog/options';
import { PacemakerCatalog } from '../core/catalog/pacemaker';
import { SqlCatalog } from '../core/catalog/sql';

/** The catalogues that ship with the product, each made when the first file of its language asks for it. */
export const catalogs: Catalogs = {
  get options() {
    return remember('options', OptionCatalog.from(optionData));
  },
  get haproxy() {
    return remember('haproxy', HaproxyCatalog.from(haproxyData, haproxyForms, haproxyWrittenForms, haproxySamples));
  },
  get sql() {
    return remember('sql', SqlCatalog.from(sqlData));
  },
  get containers() {
    return remember('containers', new ContainerCatalog(containerData));
  },
  get snippets() {
    return remember('snippets', {
      mycnf: Object.values(mycnfSnippets),
      corosync: Object.values(corosyncSnippets),
      haproxy: Object.values(haproxySnippets),
      crm: Object.values(crmSnippets),
      keepalived: Object.values(keepalivedSnippets),
      sql: Object.values(sqlSnippets),
    });
  },
  get pacemaker() {
    return remember('pacemaker', PacemakerCatalog.from(pacemakerData));
  },
  get keepalived() {
    return remember('keepalived', KeepalivedCatalog.from(keepalivedData));
  },
  get corosync() {
    return remember('corosync', CorosyncCatalog.from(corosyncData));
  },
};

function remember<K extends keyof Catalogs>(name: K, value: Catalogs[K]): Catalogs[K] {
  Object.defineProperty(catalogs, name, { value });
  return value;
}
