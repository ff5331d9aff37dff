import type { SourceProblem, SourceText } from './source-text';

/** Real files nest a dozen levels. */
const deepestNesting = 100;

/**
 * Refuses a YAML or JSON text that nests too deep to be handed to a parser: parsers recurse, and on the last frames
 * of a stack even a caught error can take the process down. Judged by indentation, indicators and brackets.
 */
export function nestingProblem(source: SourceText): SourceProblem | undefined {
  const indents: number[] = [];
  let brackets = 0;
  let lineStart = 0;
  for (const line of source.text.split('\n')) {
    const indent = line.length - line.trimStart().length;
    while ((indents.at(-1) ?? -1) >= indent) indents.pop();
    if (indent < line.length) indents.push(indent);
    let indicators = 0;
    let deepest = indents.length + brackets;
    for (const { 0: token } of line.matchAll(/[[\]{},]|[-?:](?=\s|$)/g)) {
      if (token === '[' || token === '{') brackets++;
      else if (token === ']' || token === '}') brackets = Math.max(0, brackets - 1);
      else indicators = token === ',' ? 0 : indicators + 1;
      deepest = Math.max(deepest, indents.length + brackets + indicators);
    }
    if (deepest > deepestNesting) {
      const message = `values nest deeper than ${deepestNesting} levels from here on`;
      return { span: source.span(lineStart, lineStart + line.length), message, severity: 'error' };
    }
    lineStart += line.length + 1;
  }
  return undefined;
}
