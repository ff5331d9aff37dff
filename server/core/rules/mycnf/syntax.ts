import { endsStart, malformation, type Malformation, type OptionLine, optionLines } from '../../model/option-lines';
import type { Target } from '../../catalog/options';
import { readsGroup } from '../../model/includes';
import { type Written, writtenIn } from '../../model/setting';
import { groupOf, type GroupLine, type IncludeLine } from '../../syntax/mycnf';
import { type Block, lineSpan, type Span } from '../../syntax/tree';
import { type Fix, insertBefore, replace, type Report } from '../finding';
import { blockRule } from '../rule';

export default blockRule({
  language: 'mycnf',
  severity: 'error',
  summary: 'a line that is neither a group nor an option as the servers read them',
  *check(block, { target, catalogs }) {
    const group = groupOf(block);
    for (const [number, line] of block.lines.entries()) {
      const span = lineSpan(block, number);
      if (line.kind === 'group' && isOpen(line)) yield openGroup(span);
      if (line.kind === 'include') yield* checkInclude(line, block, number, target);
      if (line.problems?.some(({ code }) => code === 'line-too-long') && target.product !== 'mysql')
        yield tooLong(line.text, span, target);
    }
    if (group === undefined || !readsGroup(group, target)) return;
    for (const written of writtenIn(block)) {
      const kind = malformation(written);
      const isOption = (name: string): boolean => catalogs.options.resolve(name, target).known !== 'no';
      if (kind && !/^loose[-_]/i.test(written.written)) yield malformed(written, kind, isOption);
    }
    for (const option of optionLines(block, { target, catalogs })) {
      if (lacksValue(option)) yield valueless(option);
    }
  },
});

function isOpen({ problems }: GroupLine): boolean {
  return problems?.some(({ code }) => code === 'group-not-closed') === true;
}

function openGroup(span: Span): Report {
  return {
    span,
    message:
      'The "]" of this group is missing: a server or client that opens the file stops with "wrong group definition", and one that reads it from an include drops everything from here on',
    fatal: true,
    fixes: () => [{ title: 'Close the group', safe: true, edits: [replace({ ...span, start: span.end }, ']')] }],
  };
}

/**
 * The path of an include reaches to the end of its line. MariaDB takes a comment behind it for a part of the path,
 * MySQL does not. A folder that cannot be read ends the start, a file that is not there is left out.
 */
function* checkInclude(line: IncludeLine, block: Block, number: number, target: Target): Generator<Report> {
  const { directive, path } = line;
  const [span, inside] = [line.directiveSlice, line.pathSlice].map((slice) => ({ block, line: number, ...slice })) as [
    Span,
    Span,
  ];
  const isFolder = directive.endsWith('dir');
  const outcome = isFolder ? 'find no such folder and do not start' : 'find no such file and go on without it';
  const severity = isFolder ? 'error' : 'warning';
  if (!/^[!?]include(dir)?$/.test(directive)) {
    yield {
      span,
      severity: 'warning',
      message: `No server knows ${directive}, and none says so: the line has no effect. There are !include and !includedir`,
    };
  } else if (path === '') {
    yield {
      span,
      message: `${directive} names no ${isFolder ? 'folder' : 'file'}: a server or client that opens the file stops here`,
    };
  } else if (/^(["']).*\1$/.test(path)) {
    const fixes = (): Fix[] => [
      { title: 'Remove the quotes', safe: true, edits: [replace(inside, path.slice(1, -1))] },
    ];
    yield {
      span: inside,
      severity,
      message: `The servers take the quotes for a part of the path: they ${outcome}`,
      fixes,
    };
  } else if (/\s#/.test(path) && target.product !== 'mysql') {
    const bare = path.replace(/\s+#.*$/, '');
    const fixes = (): Fix[] => [
      {
        title: 'Move the comment to a line of its own',
        safe: true,
        edits: [insertBefore(span, path.slice(path.indexOf('#'))), replace(inside, bare)],
      },
    ];
    yield {
      span: inside,
      severity: target.product ? severity : 'warning',
      message: `MariaDB takes the comment for a part of the path: it would ${outcome.replace('do not', 'not')}`,
      fixes,
    };
  }
}

function tooLong(line: string, span: Span, { product }: Target): Report {
  // The rest is an option of its own, which no server knows, unless it happens to begin like a comment.
  const isFatal = product === 'mariadb' && /^\s*\w/.test(line.slice(4095));
  return {
    span,
    severity: isFatal ? 'error' : 'warning',
    message: 'MariaDB reads 4095 bytes of a line, be it a comment, and takes the rest for a line of its own',
  };
}

const offences: Readonly<Record<Malformation, string>> = {
  dashes: 'Options in a file have no dashes before them',
  colon: 'A value stands behind "=", not behind ":"',
  blank: 'A value stands behind "=", not behind a blank',
  'no-name': 'The name of the option is missing',
};

function malformed(written: Written, kind: Malformation, isOption: (name: string) => boolean): Report {
  const span = { ...written.nameSpan, end: Math.max(written.nameSpan.end, written.nameSpan.start + 1) };
  return {
    span,
    message: `${offences[kind]}: the server does not know this option and does not start`,
    fatal: true,
    fixes: () => mend(written, kind, isOption),
  };
}

/** What the line plainly means; a line of prose that lacks its `#` can only be made a comment. */
function mend({ written, value, nameSpan }: Written, kind: Malformation, isOption: (name: string) => boolean): Fix[] {
  const mended =
    kind === 'dashes'
      ? withoutDashes(written, value)
      : /^([\w.-]+)\s*[:\s]\s*(.*)$/.exec(written)?.slice(1, 3).join(' = ');
  if (mended !== undefined && isOption(mended.split(' ')[0] as string))
    return [{ title: `Write ${mended}`, safe: true, edits: [replace(nameSpan, mended)] }];
  return kind === 'blank'
    ? [{ title: 'Make it a comment', safe: false, edits: [replace(nameSpan, `# ${written}`)] }]
    : [];
}

/** `--port` and `--port 3306` are plain; a short option such as `-u` has no name to write. */
function withoutDashes(written: string, value: string | undefined): string | undefined {
  const match = /^--([a-zA-Z][\w.-]*)(?:\s+(\S.*))?$/.exec(written);
  if (!match) return undefined;
  const [, name, behind] = match;
  return behind === undefined || value !== undefined ? name : `${name} = ${behind}`;
}

/** A prefix such as `skip-` is a value of its own. */
function lacksValue({ value, resolution, facts }: OptionLine): boolean {
  if (value !== undefined || resolution.negated || resolution.enabled) return false;
  return facts.length > 0 && facts.every(({ argument }) => argument === 'required');
}

function valueless({ nameSpan, resolution, facts }: OptionLine): Report {
  const isFatal = endsStart(facts);
  return {
    span: nameSpan,
    severity: isFatal ? 'error' : 'warning',
    message: `${resolution.name} needs a value: ${isFatal ? 'the server does not start' : 'the server goes on without the plugin it belongs to'}`,
    ...(isFatal && { fatal: true as const }),
  };
}
