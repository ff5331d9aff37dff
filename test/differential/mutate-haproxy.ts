import { insertBehind, kinds, misspell, moveLine, type Mutate, type Mutator, oneOf, onLine, onMatch } from './mutator';
import { catalogKeywords } from './mutate-catalog';
import { linesOf } from './lines';
import { textMutators } from './mutate-text';

const sectionName =
  '(?:global|defaults|frontend|backend|listen|peers|resolvers|userlist|cache|ring|mailers|program|http-errors|log-forward|fcgi-app)';
const isSection = (line: string): boolean => new RegExp(`^${sectionName}(\\s|$)`).test(line);
const isSetting = (line: string): boolean => /^\s*[A-Za-z.]/.test(line) && !isSection(line);

const statement = /^(\s+)([a-z][\w.-]*)((?:\s+.*)?)$/;
const header = new RegExp(`^(${sectionName})(\\s+)(\\S+)(.*)$`);
const proxy = /^(frontend|listen|backend)\s/;
const client = /^(frontend|listen)\s/;
const server = /^(\s*server\s+)(\S+)(\s+)([^\s:]+)(:\d+)?(.*)$/;
const bind = /^(\s*bind\s+)(\S*:)(\d+)(.*)$/;
const timeout = /^(\s*timeout\s+[\w-]+\s+)(\d+)(us|ms|s|m|h|d)?\s*$/;
const numeric =
  /^(\s*(?:maxconn|retries|fullconn|nbthread|ulimit-n|backlog|total-max-size|max-age|hold\s+\w+|tune\.\S+|weight)\s+)(\d+)(.*)$/;

const inProxy = (...lines: readonly string[]): Mutate => insertBehind(proxy, (random) => `\t${random.pick(lines)}`);
const inClient = (...lines: readonly string[]): Mutate => insertBehind(client, (random) => `\t${random.pick(lines)}`);
const inSection = (name: string, ...lines: readonly string[]): Mutate =>
  insertBehind(new RegExp(`^${name}(\\s|$)`), (random) => `\t${random.pick(lines)}`);
const behindServer = (...options: readonly string[]): Mutate =>
  onMatch(server, ([line], random) => `${line} ${random.pick(options)}`);
const behindBind = (...options: readonly string[]): Mutate =>
  onMatch(bind, ([line], random) => `${line} ${random.pick(options)}`);
/** A section the text gets at its end. */
const atEnd =
  (...blocks: readonly string[]): Mutate =>
  (text, random) =>
    `${text.replace(/\n*$/, '\n')}\n${random.pick(blocks)}\n`;

const own = kinds({
  'misspelt-keyword': onMatch(statement, ([, indent, keyword, rest], random) =>
    glue(indent, misspell(keyword as string, random), rest),
  ),
  'misspelt-second-word': onMatch(
    /^(\s+(?:option|timeout|stats|mode|balance|stick|http-request|tcp-request|http-check)\s+)(\S+)(.*)$/,
    ([, start, word, rest], random) => glue(start, misspell(word as string, random), rest),
  ),
  'misspelt-section': onMatch(header, ([, keyword, blank, name, rest], random) =>
    glue(misspell(keyword as string, random), blank, name, rest),
  ),
  'upper-case': onMatch(statement, ([, indent, keyword, rest], random) =>
    glue(
      indent,
      random.chance(1, 2) ? keyword?.toUpperCase() : keyword?.replace(/^./, (first) => first.toUpperCase()),
      rest,
    ),
  ),
  'line-in-wrong-section': moveLine(isSetting, new RegExp(`^${sectionName}(\\s|$)`)),
  'section-without-name': onMatch(header, ([, keyword]) => keyword),
  'section-name-odd': onMatch(header, ([, keyword, blank, name, rest], random) =>
    glue(
      keyword,
      blank,
      random.pick([
        `${name} 2`,
        `"${name}"`,
        `${name}!`,
        `${name}:`,
        `${name} {`,
        `my ${name}`,
        `${name}/a`,
        `${name} from none`,
        `b\u00fccher`,
      ]),
      rest,
    ),
  ),
  'equal-section-names': onMatch(
    header,
    ([line, keyword, , name], random) =>
      `${keyword === 'defaults' || keyword === 'global' ? 'backend' : random.pick([keyword, 'backend', 'listen', 'frontend'])} ${name}\n\n${line}`,
  ),
  'equal-server-names': onMatch(
    server,
    ([line, start, name, blank, , port], random) =>
      `${line}\n${start}${name}${blank}10.9.9.${random.below(250)}${port ?? ''}`,
  ),
  'undefined-backend': oneOf(
    onMatch(/^(\s*default_backend\s+)(\S+)(.*)$/, ([, start, name, rest], random) =>
      glue(start, misspell(name as string, random), rest),
    ),
    inClient(
      'default_backend none_such',
      'use_backend none_such if TRUE',
      'use_backend none_such',
      'use_backend %[src,map(/etc/haproxy/backends.map)]',
      'use_backend none_such unless { nbsrv(other) gt 0 }',
    ),
  ),
  'backend-in-other-case': onMatch(/^(\s*default_backend\s+)(\S+)(.*)$/, ([, start, name, rest]) =>
    glue(start, (name as string).toUpperCase(), rest),
  ),
  'other-mode': oneOf(
    onMatch(/^(\s*mode\s+)(\S+)(.*)$/, ([, start, , rest], random) =>
      glue(start, random.pick(['http', 'tcp', 'mysql', 'TCP', 'health', 'udp', 'https', 'log']), rest),
    ),
    inProxy('mode mysql', 'mode'),
  ),
  'other-balance': inProxy(...linesOf('haproxy-other-balance')),
  'time-unit': onMatch(
    timeout,
    ([, start, digits, unit], random) =>
      (start as string) +
      random.pick([
        `${digits}sec`,
        `${digits} ${unit ?? 's'}`,
        `${digits}min`,
        `${digits}x`,
        `${digits}S`,
        `${digits}`,
        `${digits}hours`,
        '1.5s',
        '1h30m',
        '-5s',
        '0',
        '30d',
        '0s',
        '""',
        's',
        `${digits}m`,
        `${digits}us`,
        '99999999999',
        '2147483648',
        '24d20h',
        '25d',
        '365d',
      ]),
  ),
  'number-of-statement': onMatch(numeric, ([, start, digits, rest], random) =>
    glue(
      start,
      random.pick([`${digits}k`, '-1', 'many', `${digits} conns`, '1,000', '99999999999999', '0', `${digits}.5`, '']),
      rest,
    ),
  ),
  'timeout-of-another-name': inProxy(...linesOf('haproxy-timeout-of-another-name')),
  'argument-missing': onMatch(/^(\s+\S.*\S)\s+\S+\s*$/, ([, start]) => start),
  'argument-too-many': onMatch(
    /^(\s+[a-z]\S*\s+\S+)\s*$/,
    ([, start], random) => `${start} ${random.pick(['extra', 'on', '1', 'if TRUE', 'if', '2000', '-'])}`,
  ),
  'equals-or-colon': onMatch(
    /^(\s+)([a-z][\w-]+)(\s+)(\S.*)$/,
    ([, indent, keyword, , rest], random) => `${indent}${keyword}${random.pick([' = ', '=', ': ', ':'])}${rest}`,
  ),
  'braces-around-section': onMatch(header, ([line]) => `${line} {\n}`),
  'server-option': behindServer(...linesOf('haproxy-server-option')),
  'server-address': onMatch(
    server,
    ([, start, name, blank, , , rest], random) =>
      `${start}${name}${blank}${random.pick(linesOf('haproxy-server-address'))}${rest}`,
  ),
  'server-in-frontend': inSection('frontend', ...linesOf('haproxy-server-in-frontend')),
  'bind-in-backend': inSection('backend', ...linesOf('haproxy-bind-in-backend')),
  'bind-address': onMatch(bind, ([, start, address, port, rest], random) =>
    glue(
      start,
      random.pick([
        `${address}99999`,
        `${address}0`,
        `${address}`,
        `${port}`,
        '10.0.0.300:80',
        `${address}http`,
        `${address}${port}-${Number(port) + 2}`,
        `${address}${port},:${Number(port) + 1}`,
        `*`,
        `/run/x.sock`,
        `unix@/run/x.sock`,
        `[::]:${port}`,
        `ipv6@:${port}`,
        `${address}-${port}`,
        `${address}${port}-1`,
        `${address} ${port}`,
        `"${address}${port}"`,
        `tcp://*:${port}`,
        '',
      ]),
      rest,
    ),
  ),
  'bind-option': behindBind(...linesOf('haproxy-bind-option')),
  'bind-lost': onLine((line) => (/^\s*bind\s/.test(line) ? '' : undefined)),
  'equal-binds': onMatch(/^\s*bind\s.*$/, ([line]) => `${line}\n${line}`),
  'undefined-acl': inClient(...linesOf('haproxy-undefined-acl')),
  acl: inClient(...linesOf('haproxy-acl')),
  'unknown-option': inProxy(...linesOf('haproxy-unknown-option')),
  'line-of-global': inSection('global', ...linesOf('haproxy-line-of-global')),
  'line-of-proxy': inProxy(...linesOf('haproxy-line-of-proxy')),
  'removed-keyword': oneOf(
    inSection(
      'global',
      'nbproc 2',
      'debug',
      'tune.chksize 16384',
      'cpu-map 1 0',
      'stats bind-process 1',
      'monitor-net 10.0.0.0/8',
    ),
    inProxy(
      'reqadd X-A:\\ b',
      'reqrep ^x y',
      'rspadd X-A:\\ b',
      'block if TRUE',
      'redispatch',
      'contimeout 5000',
      'appsession x len 10',
      'option forceclose',
      'option http-tunnel',
      'bind-process 1',
      'grace 5000',
    ),
  ),
  'unknown-statement': inProxy(...linesOf('haproxy-unknown-statement')),
  'other-section': atEnd(...linesOf('haproxy-other-section')),
  condition: (text, random) => `${text}${random.pick(linesOf('haproxy-condition'))}`,
  quoting: onMatch(/^(\s+[a-z][\w-]*\s+)(\S+)(.*)$/, ([, start, word, rest], random) =>
    glue(
      start,
      random.pick([
        `"${word}"`,
        `'${word}'`,
        `"${word}`,
        `${word}"`,
        `\\"${word}\\"`,
        `"${word}" "`,
        `${word}\\`,
        `"$NONE"${word}`,
        `"\${NONE-${word}}"`,
        `"\${NONE"${word}`,
        `"$"${word}`,
        `"$1"${word}`,
        `\\x4${word}`,
        `\\x41${word}`,
        `'$NONE'${word}`,
        `\${NONE}${word}`,
        `"${word}'`,
        `"\${NONE[*]}"${word}`,
        `"\${NONE[0]}"${word}`,
        `\\ ${word}`,
        `""`,
      ]),
      rest,
    ),
  ),
});

/** What goes wrong in haproxy.cfg. */
export const haproxyMutators: readonly Mutator[] = [
  ...textMutators({ isSetting, isSection }),
  ...own,
  ...catalogKeywords(),
];

function glue(...parts: readonly (string | undefined)[]): string | undefined {
  return parts.includes(undefined) ? undefined : parts.join('');
}
