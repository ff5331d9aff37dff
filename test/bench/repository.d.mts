export function haproxyText(lines: number): string;
export function optionText(node: number, nodes: number, lines: number): string;
