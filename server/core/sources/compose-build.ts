import { knownText, type ServiceSurroundings } from './compose-parts';
import type { Mount } from './compose-service';
import { resolvePath } from './workspace-path';
import type { YamlValue } from './yaml-values';

/** What a service's image is made of, as far as its Dockerfile says. */
export interface Built {
  /** The image the last stage begins with; undefined while an argument decides it. */
  readonly from: string | undefined;
  /** Files and folders of the workspace that are copied to a place in the image. */
  readonly copies: readonly Mount[];
}

/**
 * Reads the Dockerfile of `build:` (Compose specification, "Build"). Copies from other stages, from addresses and to
 * relative places are left out.
 */
export function readBuild(value: YamlValue | undefined, around: ServiceSurroundings): Built | undefined {
  const context = knownText(value?.isMap ? value.get('context') : value, around.lookup);
  const folder = context && resolvePath(around.folder, context.text);
  if (!context || folder === undefined) return undefined;
  const name = (value?.isMap ? knownText(value.get('dockerfile'), around.lookup)?.text : undefined) ?? 'Dockerfile';
  const path = resolvePath(folder, name);
  const text = path === undefined ? undefined : around.text(path);
  if (text === undefined) return undefined;
  let from: string | undefined;
  let copies: Mount[] = [];
  for (const [instruction, ...words] of instructionsOf(text)) {
    if (instruction === 'from') {
      const image = words.find((word) => !word.startsWith('--'));
      from = image?.includes('$') ? undefined : image;
      copies = [];
    } else if (instruction === 'copy' || instruction === 'add') {
      copies.push(...copied(words, folder).map((copy) => ({ ...copy, span: context.span })));
    }
  }
  return { from, copies };
}

/** The instructions of a Dockerfile in words, the first one in lower case. */
function instructionsOf(text: string): string[][] {
  const joined = text.replace(/^\s*#.*\n?/gm, '').replace(/\\[ \t]*\r?\n/g, ' ');
  return joined.split(/\r?\n/).flatMap((line) => {
    const [, instruction, rest = ''] = /^\s*(\w+)\s+(.*)$/.exec(line) ?? [];
    if (instruction === undefined) return [];
    const words = rest.replace(
      /^((?:--\S+\s+)*)\[(.*)\]\s*$/,
      (_, flags: string, list: string) => flags + list.replace(/[",]/g, ' '),
    );
    return [[instruction.toLowerCase(), ...words.trim().split(/\s+/)]];
  });
}

function copied(words: readonly string[], folder: string): Omit<Mount, 'span'>[] {
  if (words.some((word) => word.startsWith('--from='))) return [];
  const paths = words.filter((word) => !word.startsWith('--'));
  const target = paths.pop();
  if (!target?.startsWith('/') || target.includes('$')) return [];
  return paths.flatMap((path): Omit<Mount, 'span'>[] => {
    if (/^\w+:\/\//.test(path) || /[$*?[]/.test(path)) return [];
    const source = resolvePath(folder, path.replace(/^\/+/, ''));
    const base = path.replace(/\/+$/, '').split('/').at(-1) ?? '';
    // Of a folder the content is copied, of a file the file itself: only its name tells which of them it is.
    const isFile = /[^.]\.\w+$/.test(base);
    const isInto = isFile && (target.endsWith('/') || paths.length > 1 || !/\.\w+$/.test(target));
    const place = target.replace(/\/+$/, '');
    return source === undefined ? [] : [{ source, target: isInto ? `${place}/${base}` : place }];
  });
}
