import type { Cluster } from '../model/cluster';
import { corosyncConf } from '../model/corosync-files';
import { corosyncSettings } from '../model/corosync-settings';
import { serversIn } from '../model/cluster-text';
import type { Host } from '../model/host';
import type { Cause } from '../ops/status/verdict';
import type { Span } from '../syntax/tree';

/** The line of the files that a verdict names as its cause; undefined when no file has one, as with a default. */
export function causeSpan(cause: Cause, cluster: Cluster): Span | undefined {
  const host = cluster.hosts.find(({ name }) => name === cause.host);
  if (!host) return undefined;
  switch (cause.program) {
    case 'database':
      return optionSpan(host, cause.name);
    case 'corosync': {
      const document = corosyncConf(host);
      return document && corosyncSettings(document).get(cause.name)?.valueSpan;
    }
    case 'haproxy':
      return serverSpan(host, cause.name);
    default:
      return undefined;
  }
}

/** An option has one name for each server that knows it; whichever the host's files use is meant. */
function optionSpan(host: Host, name: string): Span | undefined {
  const names = [name, name.replace('slave', 'replica').replace('master', 'source'), name.replace('replica', 'slave')];
  for (const each of names) {
    const setting = host.options.effective(each);
    if (setting) return setting.valueSpan ?? setting.nameSpan;
  }
  return undefined;
}

/** A server line, told as `backend/server`. */
function serverSpan(host: Host, name: string): Span | undefined {
  const server = name.slice(name.lastIndexOf('/') + 1);
  for (const document of host.haproxy)
    for (const block of document.blocks)
      for (const each of serversIn(block)) if (each.name === server) return each.nameSpan;
  return undefined;
}
