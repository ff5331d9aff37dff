import type { Report } from './finding';

/**
 * What an option rule says, for an argument of a container. A compose file has no option lines below which others could
 * be put, nor lines that `#` could turn off, so only fixes that rewrite the argument itself remain. `fatal` goes as
 * well: what refuses to start is the server, and not the program that reads the compose file.
 */
export function argumentReport({ span, message, severity, related, fixes }: Report): Report {
  return {
    span,
    message,
    ...(severity && { severity }),
    ...(related && { related }),
    ...(fixes && {
      fixes: () =>
        fixes().filter(({ edits }) =>
          edits.every(
            (edit) => edit.kind === 'replace' && edit.span.start < edit.span.end && isSameBlock(edit.span, span),
          ),
        ),
    }),
  };
}

function isSameBlock(a: Report['span'], b: Report['span']): boolean {
  return a.block === b.block;
}
