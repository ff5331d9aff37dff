import type { HaproxyCatalog, HaproxySection } from '../catalog/haproxy';
import type { Form } from '../catalog/haproxy-forms';
import type { HaproxyWord } from '../syntax/haproxy-words';
import { conditionFault, testFault } from './haproxy-acl-tests';
import { type Checks, type Fault, faultIn, matchForm } from './haproxy-arguments';
import { type ExpressionScope, expressionFault, formatFault } from './haproxy-expressions';
import { knownStatements } from './haproxy-keywords';
import type { Reading, ReadStatement } from './haproxy-reading';
import { valueFault } from './haproxy-values';

/** A word that the daemon refuses where the keyword is known. */
export interface ArgumentFault extends Fault {
  readonly statement: ReadStatement;
  /** What the word is an argument of. */
  readonly of: string;
}

/** What the daemon refuses of the arguments of a section's lines: the first fault of each line. */
export function argumentFaults(
  reading: Reading,
  catalog: HaproxyCatalog,
  release: string | undefined,
): ArgumentFault[] {
  const judge = new ArgumentJudge(catalog, release);
  return knownStatements(reading, catalog, release).flatMap(({ statement, status, fact, length }): ArgumentFault[] => {
    if (status !== 'known' || !fact) return [];
    const found = judge.statement(statement, fact.name, length, reading.section.keyword as HaproxySection);
    if (!found || (found.at < statement.words.length && isReplaced(statement, fact.name, reading))) return [];
    return [{ ...found, statement }];
  });
}

type Found = Fault & { readonly of: string };

/**
 * Whether a line gives a format that HAProxy never reads: it does so once all files are read, and only of proxies in
 * service, of which the last line counts (2.6 to 3.4).
 */
function isReplaced(statement: ReadStatement, name: string, { statements }: Reading): boolean {
  if (!formats.has(name)) return false;
  const isOfLog = name.startsWith('log-format');
  return (
    statements
      .slice(statements.indexOf(statement) + 1)
      .some(
        ({ words: [first, second] }) =>
          first?.text === name || (isOfLog && first?.text === 'option' && /^(tcp|https?)log$/.test(second?.text ?? '')),
      ) || statements.some(({ words: [first] }) => first?.text === 'disabled')
  );
}

const formats = new Set(['log-format', 'log-format-sd', 'error-log-format', 'unique-id-format']);

class ArgumentJudge {
  private readonly scope: ExpressionScope;
  private readonly checks: Checks;

  constructor(
    private readonly catalog: HaproxyCatalog,
    private readonly release: string | undefined,
  ) {
    this.scope = { samples: catalog.samples, release };
    this.checks = { value: valueFault, reach: (words, at, type, limits) => this.reach(words, at, type, limits) };
  }

  statement(statement: ReadStatement, name: string, length: number, section: HaproxySection): Found | undefined {
    const { words, prefix } = statement;
    // `no` and `default` take what stands behind them in several ways.
    if (prefix) return undefined;
    const isProxy = /^(defaults|frontend|listen|backend)$/.test(section);
    const start = isProxy ? firstServerOption[name] : undefined;
    const range = name === 'server-template' ? this.arguments(words, length, 'listen', name) : undefined;
    if (start !== undefined) return range ?? this.options(words, start, 'server');
    if (name === 'bind' && isProxy) {
      if (words.length < 2) return { at: 1, expected: ['an address to listen on'], of: 'bind' };
      return this.options(words, 2, 'bind');
    }
    const actions = isProxy ? this.catalog.actions(name, this.release) : [];
    if (actions.length > 0) return this.action(words, length, name, actions);
    if (/ (un)?set-var(-fmt)?$/.test(name)) {
      return variableFault(words[length - 1]?.text ?? '', length - 1, name.split(' ').at(-1) ?? name);
    }
    return (
      this.arguments(words, length, isProxy && !this.catalog.forms.has(section, name) ? 'listen' : section, name) ??
      missingFault(words, name)
    );
  }

  private arguments(words: readonly HaproxyWord[], start: number, of: string, name: string): Found | undefined {
    const forms = this.catalog.argumentForms(of, name, this.release);
    const fault = forms && this.against(forms, (form) => faultIn(words, start, form, this.checks));
    return fault && { ...fault, of: name };
  }

  /** The fault of the form that fits best, where none fits. */
  private against(forms: readonly Form[], ask: (form: Form) => Fault | undefined): Fault | undefined {
    let worst: Fault | undefined;
    for (const form of forms) {
      const fault = ask(form);
      if (!fault) return undefined;
      if (!worst || fault.at > worst.at) worst = fault;
    }
    return worst;
  }

  private action(
    words: readonly HaproxyWord[],
    at: number,
    rule: string,
    actions: readonly string[],
  ): Found | undefined {
    const word = words[at];
    if (!word) return { at, expected: ['an action'], of: rule };
    if (word.expanded || word.text.startsWith('lua.')) return undefined;
    const plain = word.text.replace(/\(.*$/, '');
    const name = /^track-sc\d+$/.test(plain) ? 'track-sc' : plain;
    if (!actions.includes(name)) return { at, expected: ['an action'], of: rule };
    if (name === 'do-resolve' && !/^do-resolve\([^,()]+,[^,()]+/.test(word.text))
      return { at, expected: ['do-resolve with a variable and a resolvers section in parentheses'], of: rule };
    return this.arguments(words, at + 1, 'action', name) ?? variableFault(word.text, at, name);
  }

  /** Options one behind the other; what follows an unknown one is not looked at, as HAProxy stops there. */
  private options(words: readonly HaproxyWord[], start: number, of: 'server' | 'bind', by?: string): Found | undefined {
    for (let at = start; at < words.length;) {
      const option = words[at] as HaproxyWord;
      if (option.expanded) return undefined;
      const name = option.text.replace(/\(.*$/, '');
      const answer =
        of === 'server' ? this.catalog.serverOption(name, this.release) : this.catalog.bindOption(name, this.release);
      // On server and bind lines a rule of its own says more.
      if (!answer.known) return by === undefined ? undefined : { at, expected: [`an option of ${of} lines`], of: by };
      const forms = this.catalog.argumentForms(of, name, this.release);
      if (!forms) {
        if (answer.argument === 'optional') return undefined;
        at += answer.argument === 'required' ? 2 : 1;
        continue;
      }
      const matches = forms.map((form) => matchForm(words, at + 1, form, this.checks));
      if (matches.some(({ isOpen }) => isOpen)) return undefined;
      const ends = matches.flatMap(({ end }) => (end === undefined ? [] : [end]));
      if (ends.length === 0) {
        const fault = matches[0]?.fault;
        return fault && { ...fault, of: name };
      }
      at = Math.max(...ends);
    }
    return undefined;
  }

  private reach(
    words: readonly HaproxyWord[],
    at: number,
    type: string,
    limits: readonly string[],
  ): Fault | number | undefined {
    if (type === 'condition') return conditionFault(words, at, limits[0] === 'must', this.scope) ?? words.length;
    if (type === 'end') return at >= words.length ? at : { at, expected: [] };
    const word = words[at];
    if (type === 'acl') return aclFault(words, at, this.scope) ?? words.length;
    if (type === 'bind-options') return this.options(words, at, 'bind', type) ?? words.length;
    if (type === 'server-options') return this.options(words, at, 'server', type) ?? words.length;
    if (type !== 'expr' && type !== 'fmt') return undefined;
    if (!word || (word.text === '' && type === 'expr')) return { at, expected: ['a sample to ask for'] };
    const fault = type === 'expr' ? expressionFault(word.text, this.scope) : formatFault(word.text, this.scope);
    return fault === undefined ? at + 1 : { at, expected: [fault] };
  }
}

/** Words that a line needs, wherever they stand on it. */
const needed: Readonly<Record<string, readonly string[]>> = {
  'stick-table': ['type', 'size'],
  table: ['type', 'size'],
  'http-error': ['status'],
};

function missingFault(words: readonly HaproxyWord[], name: string): Found | undefined {
  const wanted = needed[name];
  if (!wanted || words.some(({ expanded }) => expanded)) return undefined;
  const has = (word: string): boolean => words.some(({ text }) => text === word);
  const isUntyped =
    name === 'http-error' && ['string', 'lf-string', 'lf-file'].some(has) && !has('content-type') && !has('hdr');
  const missing = isUntyped ? 'content-type' : wanted.find((each) => !has(each));
  return missing === undefined ? undefined : { at: words.length, expected: [`its ${missing}`], of: name };
}

/** How many words stand before the options. */
const firstServerOption: Readonly<Record<string, number>> = { server: 3, 'server-template': 4, 'default-server': 1 };

/** `set-var(txn.name)`: variables begin with what they live as long as. */
function variableFault(text: string, at: number, name: string): Found | undefined {
  if (!/^(un)?set-var(-fmt)?$/.test(name)) return undefined;
  const inside = /^[\w-]+\((.*)\)?$/.exec(text)?.[1]?.replace(/\)$/, '');
  if (inside === undefined) return { at, expected: [`a variable in parentheses behind ${name}`], of: name };
  const [variable = ''] = inside.split(',');
  if (/^(proc|sess|txn|req|res|check)\.[\w.]+$/.test(variable)) return undefined;
  return { at, expected: ['a variable that begins with proc., sess., txn., req., res. or check.'], of: name };
}

/** `acl <name> <test>`. */
function aclFault(words: readonly HaproxyWord[], at: number, scope: ExpressionScope): Fault | undefined {
  const name = words[at];
  if (!name) return { at, expected: ['a name'] };
  if (name.expanded) return undefined;
  if (name.text === 'or' || !/^[\w.:-]+$/.test(name.text))
    return { at, expected: ['a name of letters, digits and . : _ -'] };
  return testFault(words, at + 1, words.length, scope);
}
