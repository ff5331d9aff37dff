import type { ContainerCatalog } from './containers';
import { CorosyncCatalog } from './corosync';
import { HaproxyCatalog } from './haproxy';
import type { KeepalivedCatalog } from './keepalived';
import { OptionCatalog } from './options';
import type { PacemakerCatalog } from './pacemaker';
import type { Snippets } from './snippets';
import type { SqlCatalog } from './sql';

/** What each program accepts, per product and release. One object is made where a program starts and handed down. */
export interface Catalogs {
  readonly options: OptionCatalog;
  readonly haproxy: HaproxyCatalog;
  readonly corosync: CorosyncCatalog;
  readonly keepalived: KeepalivedCatalog;
  readonly pacemaker: PacemakerCatalog;
  readonly sql: SqlCatalog;
  readonly containers: ContainerCatalog;
  readonly snippets: Snippets;
}
