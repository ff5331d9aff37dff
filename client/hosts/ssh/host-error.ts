/** What kind of trouble a host gave, so that callers can tell a dead link from a refusal without reading words. */
export type HostTrouble = 'unreachable' | 'host-key' | 'authentication' | 'lost' | 'timeout' | 'refused' | 'cancelled';

/** A host that could not be reached or worked with. The message names the host and the next step. */
export class HostError extends Error {
  constructor(
    readonly host: string,
    readonly trouble: HostTrouble,
    message: string,
    options?: ErrorOptions,
  ) {
    super(`${host}: ${message}`, options);
  }
}
