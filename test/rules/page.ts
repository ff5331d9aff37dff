import { readFileSync } from 'node:fs';

/** A finding that a line of carets under a line announces. */
export interface Expected {
  readonly path: string;
  /** Line and columns as a person counts them, from 1; `end` is the column behind the last character. */
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly severity: string;
  readonly message: string;
}

/** One small repository of a page: files, and what is to be found in them. */
export interface Scene {
  readonly title: string;
  readonly kind: 'bad' | 'fixed' | 'good';
  readonly files: ReadonlyMap<string, string>;
  readonly expected: readonly Expected[];
}

const caret = /^(\s*[#;]?\s*)(\^+)\s+(error|warning|info):\s*(.*)$/;

/**
 * Reads a rule's page: under each heading that begins with Bad, Fixed or Good, a path in backquotes names the file
 * that the next fence holds. Lines of carets are taken out of the text; they mark the line above.
 * A fence whose info string ends in `no-final-newline` has its last line feed taken away.
 */
export function readPage(path: string): Scene[] {
  const scenes: Scene[] = [];
  const lines = readFileSync(path, 'utf8').split('\n');
  let scene: { title: string; kind: Scene['kind']; files: Map<string, string>; expected: Expected[] } | undefined;
  let name: string | undefined;
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] as string;
    const heading = /^## ((Bad|Fixed|Good)\b.*)$/.exec(line);
    if (heading) {
      scene = {
        title: heading[1] as string,
        kind: (heading[2] as string).toLowerCase() as Scene['kind'],
        files: new Map(),
        expected: [],
      };
      scenes.push(scene);
    } else if (line.startsWith('## ')) scene = undefined;
    name = /^`([^`]+)`$/.exec(line.trim())?.[1] ?? name;
    const fence = /^```(.*)$/.exec(line);
    if (!fence) continue;
    const end = lines.indexOf('```', at + 1);
    if (scene && name !== undefined) {
      const { text, expected } = takeCarets(name, lines.slice(at + 1, end));
      scene.files.set(name, fence[1]?.endsWith('no-final-newline') ? text.slice(0, -1) : text);
      scene.expected.push(...expected);
    }
    name = undefined;
    at = end;
  }
  return scenes;
}

function takeCarets(path: string, lines: readonly string[]): { text: string; expected: Expected[] } {
  const kept: string[] = [];
  const expected: Expected[] = [];
  for (const line of lines) {
    const mark = caret.exec(line);
    if (!mark) {
      kept.push(line);
      continue;
    }
    const start = (mark[1] as string).length + 1;
    expected.push({
      path,
      line: kept.length,
      start,
      end: start + (mark[2] as string).length,
      severity: mark[3] as string,
      message: mark[4] as string,
    });
  }
  return { text: kept.map((line) => line + '\n').join(''), expected };
}
