import {
  isIndispensable,
  malformation,
  type Malformation,
  type OptionLine,
  optionLines,
} from '../../model/option-lines';
import type { Target } from '../../catalog/options';
import { type IncludeProblem, includeProblem } from '../../model/include-lines';
import { readsGroup } from '../../model/includes';
import { type Written, writtenIn } from '../../model/setting';
import { groupOf, type GroupLine, type IncludeLine } from '../../syntax/mycnf';
import { type Block, lineSpan, type Span } from '../../syntax/tree';
import { append, type Edit, type Fix, insertBefore, replace, type Report } from '../finding';
import { blockRule, type FileScope } from '../rule';

export default blockRule({
  language: 'mycnf',
  severity: 'error',
  summary: 'a line that is neither a group nor an option as the servers read them',
  *check(block, scope) {
    const { target, catalogs, isIncluded } = scope;
    const group = groupOf(block);
    for (const [number, line] of block.lines.entries()) {
      const span = lineSpan(block, number);
      if (line.kind === 'group' && isOpen(line)) yield openGroup(span, isIncluded);
      if (line.kind === 'include') {
        const problem = includeProblem(line, target, isCut(block, number));
        const isOption = problem === 'question-mark';
        // As an option it only matters to the servers that read the group.
        if (isOption && group !== undefined && !readsGroup(group, target)) continue;
        if (problem) yield badInclude(line, problem, span, scope);
      }
      if (line.problems?.some(({ code }) => code === 'line-too-long') && target.product !== 'mysql')
        yield tooLong(line.text, span, target);
    }
    if (group === undefined || !readsGroup(group, target)) return;
    for (const written of writtenIn(block)) {
      const kind = malformation(written);
      const isOption = (name: string): boolean => catalogs.options.resolve(name, target).known !== 'no';
      if (kind && !/^loose[-_]/i.test(written.written))
        yield inGroup(group, target, malformed(written, kind, isOption));
    }
    for (const option of optionLines(block, scope)) {
      if (lacksValue(option)) yield inGroup(group, target, valueless(option));
    }
  },
});

/** Where only the name of such a group tells the release, the server may be another one that passes over the group. */
function inGroup(group: string, { isGuess }: Target, report: Report): Report {
  if (!isGuess || !/-\d[\d.]*$/.test(group)) return report;
  const { fatal, ...rest } = report;
  return fatal ? rest : report;
}

function isOpen({ problems }: GroupLine): boolean {
  return problems?.some(({ code }) => code === 'group-not-closed') === true;
}

function openGroup(span: Span, isIncluded: boolean): Report {
  const outcome = isIncluded
    ? 'the servers drop this file from here on, since another one includes it'
    : 'servers and clients stop with "wrong group definition"';
  return {
    span,
    message: `The "]" of this group is missing: ${outcome}`,
    ...(!isIncluded && { fatal: true as const }),
    fixes: () => [{ title: 'Close the group', safe: true, edits: [replace({ ...span, start: span.end }, ']')] }],
  };
}

function badInclude(line: IncludeLine, problem: IncludeProblem, span: Span, scope: FileScope): Report {
  const { directive, directiveSlice, path, pathSlice } = line;
  const [word, inside] = [
    { ...span, ...directiveSlice },
    { ...span, ...pathSlice },
  ];
  const { isIncluded, target } = scope;
  const isFolder = directive.endsWith('dir');
  // A folder that is not there ends the start, a file that is not there is left out.
  const severity = isFolder ? 'error' : 'warning';
  const lost = isFolder
    ? 'no such folder is there and the server does not start'
    : 'no such file is there and the line has no effect';
  const mend =
    (title: string, ...edits: Edit[]) =>
    (): Fix[] => [{ title, safe: true, edits }];
  switch (problem) {
    case 'unknown-directive':
      return {
        span: word,
        severity: 'warning',
        message: `No server knows ${directive}, and none says so: the line has no effect. There are !include and !includedir`,
      };
    case 'no-path': {
      const outcome = isIncluded ? 'the servers drop this file from here on' : 'servers and clients stop here';
      return {
        span: word,
        message: `${directive} names no ${isFolder ? 'folder' : 'file'}: ${outcome}`,
        ...(!isIncluded && { fatal: true as const }),
      };
    }
    case 'quotes':
      return {
        span: inside,
        severity,
        message: `The quotes are a part of the path to the servers: ${lost}`,
        // Nobody has a folder whose name begins with a quotation mark.
        ...(isFolder && !isIncluded && { fatal: true as const }),
        fixes: mend('Remove the quotes', replace(inside, path.slice(1, -1))),
      };
    case 'comment': {
      const comment = path.slice(path.indexOf('#'));
      const bare = path.replace(/\s+#.*$/, '');
      return {
        span: inside,
        severity: target.product === 'mariadb' ? severity : 'warning',
        message: `The comment is a part of the path to MariaDB: ${lost}`,
        fixes: mend('Move the comment to a line of its own', insertBefore(word, comment), replace(inside, bare)),
      };
    }
    case 'cut':
      return {
        span: inside,
        severity: target.product === 'mariadb' ? severity : 'warning',
        message: `No line feed ends this last line, so MariaDB loses the last character of the path: ${lost}`,
        fixes: mend('End the line', append(span.block.document, '\n')),
      };
    case 'question-mark':
      return {
        span: word,
        message: `${directive} is new in MariaDB 11.4.10 and 11.8.6: this server takes the line for an option and does not start`,
        fatal: true,
      };
    case 'relative':
      return {
        span: inside,
        severity: 'warning',
        message:
          'A relative path begins in the directory the server was started in, not beside this file: started elsewhere, ' +
          lost,
      };
  }
}

/** Whether a line is the last of its file and no line feed ends it. */
function isCut(block: Block, line: number): boolean {
  const { blocks, lines } = block.document;
  return line === block.lines.length - 1 && blocks.at(-1) === block && !lines.endsInNewline;
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
  // A server that does not know the option passes over it.
  if (resolution.loose && resolution.known !== 'yes') return false;
  return facts.length > 0 && facts.every(({ argument }) => argument === 'required');
}

function valueless({ nameSpan, resolution, facts }: OptionLine): Report {
  const isFatal = isIndispensable(facts);
  return {
    span: nameSpan,
    severity: isFatal ? 'error' : 'warning',
    message: `${resolution.name} needs a value: ${isFatal ? 'the server does not start' : 'the server goes on without the plugin it belongs to'}`,
    ...(isFatal && { fatal: true as const }),
  };
}
