import { readInclude } from '../model/includes';
import type { Model } from '../model/model';
import { readManifest } from '../sources/manifest';
import { corosyncSections, type CorosyncLine } from '../syntax/corosync';
import { haproxySection, type HaproxyLine } from '../syntax/haproxy';
import type { MyCnfLine } from '../syntax/mycnf';
import { type Block, type Document, rangeOf, type Slice, type Span, spanText } from '../syntax/tree';
import { type Owner, ownersOf } from './owner';

/** A path in a file, and the file of the workspace it means. */
export interface DocumentLink {
  readonly span: Span;
  /** Path below the workspace root. */
  readonly path: string;
  /** Whether the file is known to be there; the others are for whoever can look. */
  readonly isKnown: boolean;
  readonly tooltip: string;
}

/** Paths in a file that lead to other files of the repository: includes, certificates, maps, keys, files of a manifest. */
export function documentLinks(document: Document, model: Model): DocumentLink[] {
  if (document.language === 'plain') return manifestLinks(document, model);
  const [owner] = ownersOf(model, document.path);
  if (!owner) return [];
  switch (document.language) {
    case 'mycnf':
      return document.blocks.flatMap((block) => optionLinks(block as unknown as Block<MyCnfLine>, owner));
    case 'corosync':
      return document.blocks.flatMap((block) => corosyncLinks(block as unknown as Block<CorosyncLine>, owner));
    case 'crm':
    case 'cib':
    case 'keepalived':
      return [];
    case 'haproxy':
      return document.blocks.flatMap((block) => haproxyLinks(block as unknown as Block<HaproxyLine>, owner));
  }
}

/** Options whose value is a file that people keep in a repository; a provider or a data folder they do not. */
const fileOptions = /^(ssl|tls)_|^(init_file|init_connect_file|wsrep_notify_cmd|lc_messages_dir)$|_(key|cert|ca|crl)$/;

function optionLinks(block: Block<MyCnfLine>, owner: Owner): DocumentLink[] {
  return block.lines.flatMap((line, index): DocumentLink[] => {
    if (line.kind === 'include') {
      const span = { block, line: index, ...line.pathSlice };
      return includedFiles(line, owner)
        .slice(0, 1)
        .map((path) => ({ span, path, isKnown: true, tooltip: readsWords(line, owner) }));
    }
    if (line.kind !== 'setting' || !line.valueSlice || !line.value?.startsWith('/')) return [];
    const name = line.name.toLowerCase().replaceAll('-', '_');
    return fileOptions.test(name)
      ? onHost(line.value, trimmedQuotes({ block, line: index, ...line.valueSlice }), owner)
      : [];
  });
}

/** The files of this host that a line includes, in reading order. */
function includedFiles(line: { readonly directive: string; readonly path: string }, { host }: Owner): string[] {
  const wanted = readInclude(line);
  return host.placements
    .filter(({ hostPath }) => hostPath !== undefined && wanted(hostPath))
    .sort((a, b) => ((a.hostPath ?? '') < (b.hostPath ?? '') ? -1 : 1))
    .map(({ path }) => path);
}

function readsWords(line: { readonly directive: string; readonly path: string }, owner: Owner): string {
  const names = includedFiles(line, owner).map((path) => path.slice(path.lastIndexOf('/') + 1));
  return names.length === 1 ? `Open ${names[0]}` : `Reads ${names.join(', ')}; open the first`;
}

function corosyncLinks(block: Block<CorosyncLine>, owner: Owner): DocumentLink[] {
  return corosyncSections(block).flatMap(({ path, pairs }) =>
    pairs.flatMap(({ key, value, valueSpan }) =>
      path === 'totem' && (key === 'keyfile' || key === 'key') ? onHost(value, valueSpan, owner) : [],
    ),
  );
}

function haproxyLinks(block: Block<HaproxyLine>, owner: Owner): DocumentLink[] {
  const found: DocumentLink[] = [];
  for (const { words, line } of haproxySection(block)?.statements ?? []) {
    words.forEach((word, index) => {
      if (word.dynamic || word.quoted) return;
      const before = words[index - 1]?.text ?? '';
      const isPath =
        /^(crt|ca-file|crl-file|crt-list|ca-verify-file|-f|lua-load|lua-load-per-thread|map|errorfile|file|ca-base|crt-base)$/;
      const two = words[index - 2]?.text ?? '';
      if (word.text.startsWith('/') && (isPath.test(before) || isPath.test(two))) {
        found.push(...onHost(word.text, { block, line, start: word.start, end: word.end }, owner));
      }
      const map = /\bmap(?:_\w+)?\((\/[^,)]+)/.exec(word.text);
      if (map?.[1]) {
        const start = word.start + map.index + map[0].length - map[1].length;
        found.push(...onHost(map[1], { block, line, start, end: start + map[1].length }, owner));
      }
    });
  }
  return found;
}

/** The file of the workspace that is some path of the host whose file is at hand. */
function onHost(hostPath: string, span: Span, { host, placement }: Owner): DocumentLink[] {
  const known = host.placements.find((each) => each.hostPath === hostPath);
  if (known) return [{ span, path: known.path, isKnown: true, tooltip: `Open ${known.path}` }];
  // In a mirrored tree what stands before a file's own path on the host stands before all others, too.
  const own = placement.hostPath;
  if (own === undefined || !placement.path.endsWith(own)) return [];
  const path = placement.path.slice(0, placement.path.length - own.length) + hostPath;
  return [{ span, path, isKnown: false, tooltip: `Open ${path}` }];
}

function manifestLinks(document: Document, model: Model): DocumentLink[] {
  if (!/(^|\/)quorate\.json$/.test(document.path)) return [];
  const files = readManifest(document).clusters.flatMap(({ hosts }) => hosts.flatMap((host) => host.files));
  return files.flatMap(({ path, pattern, span }): DocumentLink[] => {
    if (pattern || !rangeOf(span)) return [];
    return [{ span: trimmedQuotes(span), path, isKnown: ownersOf(model, path).length > 0, tooltip: `Open ${path}` }];
  });
}

function trimmedQuotes(span: Span): Span {
  const text = spanText(span);
  const quoted: Slice | undefined = /^(["']).*\1$/.test(text)
    ? { start: span.start + 1, end: span.end - 1 }
    : undefined;
  return quoted ? { ...span, ...quoted } : span;
}
