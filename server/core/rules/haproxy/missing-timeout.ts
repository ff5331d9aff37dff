import {
  collectedProxies,
  type Defaults,
  isEnabled,
  modeOf,
  nameOf,
  type Proxy,
  settingOf,
} from '../../model/haproxy-proxies';
import type { HaproxyLine } from '../../syntax/haproxy';
import { type Block, lineSpan, type Span } from '../../syntax/tree';
import { type Edit, type Fix, insertAfter, insertBefore } from '../finding';
import { hostRule } from '../rule';

export default hostRule({
  severity: 'warning',
  summary: 'a proxy without the timeouts it needs',
  *check(host) {
    const lacking = lacks(host);
    for (const { proxy, timeouts } of lacking) {
      const { nameSpan, keywordSpan } = proxy.section;
      const missing = timeouts.map((timeout) => `timeout ${timeout}`).join(', ');
      yield {
        span: nameSpan ?? keywordSpan,
        message: `${nameOf(proxy)} has no ${missing}: HAProxy warns and starts, but connections that hang are kept for ever and use up its slots`,
        fixes: () => fixesFor(proxy, lacking),
      };
    }
  },
});

interface Lack {
  readonly proxy: Proxy;
  readonly timeouts: readonly Timeout[];
}

type Timeout = 'connect' | 'client' | 'server';

/**
 * The timeouts a proxy lacks by the measure HAProxy itself warns by (check_config_validity, tried on 2.6): who takes
 * clients needs `client`, who has servers `connect` and `server`, of which `tunnel` takes the place in tcp mode.
 */
const lacks = collectedProxies((proxy): Lack | undefined => {
  const mode = modeOf(proxy);
  if (!isEnabled(proxy) || (mode !== 'tcp' && mode !== 'http')) return undefined;
  const timeouts: Timeout[] = [];
  if (proxy.hasBackend && proxy.hasServers && !isSet(proxy, 'timeout connect')) timeouts.push('connect');
  if (proxy.takesClients && !isSet(proxy, 'timeout client')) timeouts.push('client');
  const replaced = mode === 'tcp' && isSet(proxy, 'timeout tunnel');
  if (proxy.hasBackend && proxy.hasServers && !replaced && !isSet(proxy, 'timeout server')) timeouts.push('server');
  return timeouts.length > 0 ? { proxy, timeouts } : undefined;
});

/** A timeout of zero is none. What a condition decides gets the benefit of the doubt. */
function isSet(proxy: Proxy, keyword: string): boolean {
  const setting = settingOf(proxy, keyword);
  if (setting === undefined) return false;
  const value = setting === 'unknown' ? undefined : setting.words[2];
  return value === undefined || value.dynamic || !/^0+(us|ms|[smhd])?$/.test(value.text);
}

/** One fix for all proxies that inherit from the same `defaults`, because a line there serves them all. */
function fixesFor(proxy: Proxy, lacking: readonly Lack[]): Fix[] {
  const { defaults } = proxy;
  if (defaults === 'unknown') return [];
  const document = proxy.block.document;
  const alike = lacking.filter(
    (each) => each.proxy.defaults === defaults || (!defaults && sameSource(each.proxy, proxy)),
  );
  const lines = (['connect', 'client', 'server'] as const)
    // A timeout of zero that somebody wrote beats whatever is added here.
    .filter((timeout) =>
      alike.some(
        (each) => each.timeouts.includes(timeout) && settingOf(each.proxy, `timeout ${timeout}`) === undefined,
      ),
    )
    .map((timeout) => `timeout ${timeout} ${valueOf(timeout, alike)}`);
  if (lines.length === 0) return [];
  if (defaults)
    return [{ title: 'Add the timeouts to the defaults section', safe: false, edits: [intoDefaults(defaults, lines)] }];
  const first = alike.find((each) => each.proxy.block.document === document)?.proxy ?? proxy;
  const text = ['defaults', ...lines.map((line) => indentOf(first) + line), ''].join('\n');
  return [
    {
      title: 'Add a defaults section with the timeouts',
      safe: false,
      edits: [insertBefore(aboveComments(first.block), text)],
    },
  ];
}

function sameSource(a: Proxy, b: Proxy): boolean {
  return a.defaults === undefined && a.block.document === b.block.document;
}

/** Connections to a database idle for as long as the database lets them, which is eight hours by default. */
function valueOf(timeout: Timeout, alike: readonly Lack[]): string {
  if (timeout === 'connect') return '5s';
  return alike.some(({ proxy }) => modeOf(proxy) === 'tcp') ? '8h' : '1m';
}

function intoDefaults({ block, statements }: Defaults, lines: readonly string[]): Edit {
  const last = statements.findLast(({ certain }) => certain);
  const text = lines.join('\n');
  if (last) return insertAfter(lineSpan(block, last.line), text);
  return insertAfter(lineSpan(block, 0), text.replace(/^/gm, '  '));
}

/** The indentation of the lines in a section. */
function indentOf({ block, statements }: Proxy): string {
  const text = block.lines[statements[0]?.line ?? 0]?.text ?? '';
  return text.slice(0, text.length - text.trimStart().length) || '  ';
}

/** The place before a section and before the comments that stand right above it. */
function aboveComments(block: Block<HaproxyLine>): Span {
  const { document } = block;
  let line = document.startOf(block) ?? 0;
  while (
    line > 0 &&
    document.lines
      .line(line - 1)
      .trimStart()
      .startsWith('#')
  )
    line--;
  const place = document.blockAt(line);
  return place ? { block: place.block, line: place.line, start: 0, end: 0 } : lineSpan(block, 0);
}
