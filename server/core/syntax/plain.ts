import { tile } from './pieces';
import type { Grammar } from './tree';

/** Files other readers take apart (compose, JSON, SQL): one block of bare lines, so that spans and edits work there too. */
export const plain: Grammar = {
  language: 'plain',
  readLine: (text) => ({ text }),
  pieces: (line) => tile(line.text.length, [['value', { start: 0, end: line.text.length }]]),
  opensBlock: () => false,
};
