export function haproxyText(lines: number): string;
export function optionText(node: number, nodes: number, lines: number): string;
export function keepalivedText(proxy: number, lines: number): string;
export function crmText(lines: number): string;
export function cibText(lines: number): string;
