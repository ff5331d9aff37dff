import { isAddress } from '../model/addresses';
import type { Model } from '../model/model';
import type { Document, Span } from '../syntax/tree';
import type { Position } from '../text/lines';
import type { Mention, MentionKind } from './mentions/mention';
import { mentionsOf, mentionsOnTwins, type Subject, subjectAt } from './mentions/mentions';
import { type FolderRenaming, folderRenaming } from './rename-folder';

/** What is about to be renamed. */
export interface Renameable {
  readonly span: Span;
  readonly name: string;
}

/** A renaming, or why there is none, for people. */
export type Renaming =
  | {
      readonly spans: readonly Span[];
      /** The same name in the configuration of other proxies, which is theirs and may be meant to stay. */
      readonly onTwins: readonly Span[];
      /** The folder named after the host that is renamed, which may be meant to stay. */
      readonly folder: FolderRenaming | undefined;
    }
  | { readonly refusal: string };

/** What a rename at a position would change; undefined where nothing has a name that others may use. */
export function renameableAt(document: Document, position: Position, model: Model): Renameable | undefined {
  const subject = subjectAt(document, position, model);
  // A stranger's address may be anything; renaming it is a matter of search and replace.
  if (!subject || (subject.mention.kind === 'host' && !subject.meant && !subject.virtual)) return undefined;
  return { span: subject.mention.span, name: subject.mention.name };
}

/** Renames the thing at a position everywhere its name reaches. */
export function renameAt(
  document: Document,
  position: Position,
  newName: string,
  model: Model,
  all: readonly Document[],
): Renaming {
  const subject = subjectAt(document, position, model);
  if (!subject || !renameableAt(document, position, model))
    return { refusal: 'nothing here has a name that can be changed' };
  const refusal = whyNot(subject, newName, model, all);
  if (refusal !== undefined) return { refusal };
  const spansOf = (mentions: readonly Mention[]): Span[] => mentions.map(({ span }) => span);
  const folder = subject.meant && folderRenaming(subject.meant, subject.mention.name, newName, all);
  return { spans: spansOf(mentionsOf(subject, model, all)), onTwins: spansOf(mentionsOnTwins(subject)), folder };
}

/** What stands against a new name: characters the program would not read as part of it, or somebody who has it already. */
function whyNot(subject: Subject, newName: string, model: Model, all: readonly Document[]): string | undefined {
  const { mention, cluster, meant } = subject;
  const { kind } = mention;
  if (newName === mention.name) return 'this is its name already';
  if (kind === 'host') {
    const wasAddress = isAddress(mention.name);
    if (wasAddress && !isAddress(newName))
      return `${newName} is no IP address, and ${mention.name} stands where one may be needed`;
    if (!wasAddress && !/^[A-Za-z0-9]([\w.-]*[A-Za-z0-9])?$/.test(newName)) return `${newName} is no host name`;
    const other = cluster?.hostAt(newName);
    if (other && other !== meant) return `${newName} belongs to host ${other.name} of this cluster`;
    return undefined;
  }
  if (kind === 'galera-cluster')
    return newName.length > 32 ? 'the manual of Galera allows 32 characters' : plainWord(newName);
  if (kind === 'corosync-cluster') return plainWord(newName);
  if (kind === 'user' || kind === 'channel') {
    const longestName = kind === 'user' ? 32 : 64;
    return newName.length > longestName ? `${longestName} characters are the limit` : plainWord(newName);
  }
  if (kind === 'resource') {
    if (!/^[A-Za-z_][\w.-]*$/.test(newName))
      return 'Pacemaker takes letters, digits and - _ . in a name, a letter first';
  } else if (mention.span.block.document.language === 'keepalived') {
    if (!/^[^\s"'#!{}$@~\\]+$/.test(newName)) return 'keepalived ends a name at blanks, quotes, braces, # and !';
  } else if (!/^[\w.:-]+$/.test(newName)) return `HAProxy takes letters, digits and - _ . : in a name`;
  const taken = mentionsOf({ ...subject, mention: { ...mention, name: newName } }, model, all);
  return taken.some(({ isDefinition }) => isDefinition)
    ? `there is ${articles[kind]} of the name ${newName} already`
    : undefined;
}

function plainWord(name: string): string | undefined {
  return /^[^\s"'#;\\]+$/.test(name) ? undefined : 'the name must not contain blanks, quotes, # or ;';
}

const articles: Readonly<Record<MentionKind, string>> = {
  acl: 'an ACL',
  server: 'a server',
  backend: 'a backend',
  frontend: 'a frontend',
  defaults: 'a defaults section',
  resolvers: 'a resolvers section',
  peers: 'a peers section',
  userlist: 'a userlist',
  mailers: 'a mailers section',
  cache: 'a cache',
  ring: 'a ring',
  'http-errors': 'an http-errors section',
  'fcgi-app': 'an fcgi-app',
  vrrp_instance: 'a vrrp_instance',
  vrrp_script: 'a vrrp_script',
  track_file: 'a track_file',
  vrrp_track_process: 'a vrrp_track_process',
  bfd_instance: 'a bfd_instance',
  virtual_server_group: 'a virtual_server_group',
  host: 'a host',
  'galera-cluster': 'a cluster',
  'corosync-cluster': 'a cluster',
  user: 'an account',
  channel: 'a channel',
  resource: 'a resource',
};
