/** Colours a piece of text, or leaves it as it is where colours are not wanted. */
export type Colour = (text: string) => string;

export interface Paint {
  readonly bold: Colour;
  readonly dim: Colour;
  readonly red: Colour;
  readonly yellow: Colour;
  readonly green: Colour;
  readonly blue: Colour;
}

/** Colours for a terminal. A pipe, `NO_COLOR` and a dumb terminal switch them off; `FORCE_COLOR` beats all of these. */
export function paintFor(
  stream: { isTTY?: boolean },
  environment: Readonly<Record<string, string | undefined>>,
): Paint {
  const colour = (on: number, off: number): Colour =>
    isWanted(stream, environment) ? (text) => `\u001b[${on}m${text}\u001b[${off}m` : (text) => text;
  return {
    bold: colour(1, 22),
    dim: colour(2, 22),
    red: colour(31, 39),
    yellow: colour(33, 39),
    green: colour(32, 39),
    blue: colour(34, 39),
  };
}

function isWanted(stream: { isTTY?: boolean }, environment: Readonly<Record<string, string | undefined>>): boolean {
  const forced = environment['FORCE_COLOR'];
  if (forced !== undefined && forced !== '') return forced !== '0' && forced !== 'false';
  return !environment['NO_COLOR'] && environment['TERM'] !== 'dumb' && stream.isTTY === true;
}
