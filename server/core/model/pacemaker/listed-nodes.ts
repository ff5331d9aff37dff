import type { Attribute, Name } from './pacemaker';

/** Nodes that a fencing device lists: `pcmk_host_list="serv1 serv2"`, `pcmk_host_map="serv1:1;serv2:2"`. */
export function listedNodes(parameters: readonly Attribute[]): Name[] {
  return parameters.flatMap(({ name, value, valueSpan, isKnown }) => {
    if (name !== 'pcmk_host_list' && name !== 'pcmk_host_map') return [];
    const written = valueSpan.block.lines[valueSpan.line]?.text.slice(valueSpan.start, valueSpan.end) ?? '';
    // What escapes or line ends change cannot be found again.
    if (written !== value) return [];
    const pattern = name === 'pcmk_host_list' ? /[^\s,;]+/g : /[^\s,;:=]+(?=[:=])/g;
    return [...value.matchAll(pattern)].map(({ 0: node, index }): Name => ({
      name: node,
      span: { ...valueSpan, start: valueSpan.start + index, end: valueSpan.start + index + node.length },
      isKnown,
    }));
  });
}
