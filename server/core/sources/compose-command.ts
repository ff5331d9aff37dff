import type { ComposeService } from './compose-service';
import { commandLine, type Written } from '../model/setting';
import { shellWords } from './shell-words';
import type { TracedText } from './source-text';

/**
 * The options a database container gets on its command line, names without their dashes. They come from `command:`
 * (and `entrypoint:`), and from the `*_PORT_NUMBER` and `*_EXTRA_FLAGS` variables that Bitnami's start script puts before
 * them.
 *
 * A word without dashes behind an option without `=` is that option's value: the servers take no other words
 * (MariaDB 10.11 and MySQL 9.7 end with "Too many arguments"). Options whose text holds an unknown variable are left
 * out, and so are one-letter options.
 */
export function serverArguments(service: ComposeService): readonly Written[] {
  return [...bitnamiPort(service), ...optionsIn(bitnamiFlags(service)), ...optionsIn(argumentsOf(service))];
}

/** Bitnami's start script writes the port into its option file. */
function bitnamiPort(service: ComposeService): Written[] {
  const { bootstrapImage, target, environment } = service;
  const name = target.product === 'mariadb' ? 'MARIADB_PORT_NUMBER' : 'MYSQL_PORT_NUMBER';
  const port = bootstrapImage === 'bitnami' ? environment.get(name) : undefined;
  if (!port) return [];
  return [{ written: 'port', value: port.value, nameSpan: port.span, valueSpan: port.span, group: commandLine }];
}

function bitnamiFlags(service: ComposeService): readonly TracedText[] {
  if (service.bootstrapImage !== 'bitnami' || !service.target.product) return [];
  const flags = service.environment.get(
    service.target.product === 'mariadb' ? 'MARIADB_EXTRA_FLAGS' : 'MYSQL_EXTRA_FLAGS',
  );
  return flags ? shellWords(flags.traced) : [];
}

/** The words the daemon gets: those behind its name, or all of them where the image's own start script adds the name. */
function argumentsOf(service: ComposeService): readonly TracedText[] {
  const words = [...service.entrypoint, ...service.command];
  const script = scriptIn(words);
  if (script) return scriptArguments(script);
  const daemon = words.findIndex((word) => isDaemon(word, service));
  if (daemon >= 0) return words.slice(daemon + 1);
  const isLeftToImage =
    service.target.product !== undefined && service.bootstrapImage !== 'bitnami' && usesOwnEntrypoint(service);
  return isLeftToImage && service.command[0]?.text.startsWith('-') ? service.command : [];
}

function isDaemon(word: TracedText, service: ComposeService): boolean {
  const name = baseName(word.text);
  return /^(mysqld|mariadbd)$/.test(name) || (service.bootstrapImage === 'bitnami' && name === 'run.sh');
}

function usesOwnEntrypoint(service: ComposeService): boolean {
  return service.entrypoint.every((word) => /entrypoint\.sh$/.test(word.text));
}

/** The script of `sh -c "..."`. */
function scriptIn(words: readonly TracedText[]): TracedText | undefined {
  const shell = words.findIndex((word) => /^(ba|da|a)?sh$/.test(baseName(word.text)));
  const option = shell < 0 ? undefined : words[shell + 1];
  return option && /^-\w*c$/.test(option.text) ? words[shell + 2] : undefined;
}

/** The words behind the daemon's name up to the command's end. What the shell expands there is unknown to us. */
function scriptArguments(script: TracedText): readonly TracedText[] {
  const words = shellWords(script);
  const daemon = words.findIndex((word) => /^(mysqld|mariadbd)$/.test(baseName(word.text)));
  const found: TracedText[] = [];
  for (const word of daemon < 0 ? [] : words.slice(daemon + 1)) {
    if (/^([;&|)]|\d*[<>])/.test(word.text)) break;
    const isLast = word.text.endsWith(';');
    const argument = isLast ? word.slice(0, word.text.length - 1) : word;
    found.push(/[$`]/.test(argument.text) ? argument.asUnknown() : argument);
    if (isLast) break;
  }
  return found;
}

function optionsIn(words: readonly TracedText[]): Written[] {
  const options: Written[] = [];
  for (let index = 0; index < words.length; index++) {
    const word = words[index] as TracedText;
    if (word.text === '--') break;
    const match = /^--([^=]+)(=?)/.exec(word.text);
    if (!match) continue;
    const following = words[index + 1];
    const separate = match[2] === '' && following && !following.text.startsWith('-') ? following : undefined;
    const value = match[2] ? word.slice(match[0].length) : separate;
    if (!word.known || value?.known === false) continue;
    const written = match[1] as string;
    const nameSpan = word.slice(2, 2 + written.length).span;
    options.push({ written, value: value?.text, nameSpan, valueSpan: value?.span, group: commandLine });
  }
  return options;
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
