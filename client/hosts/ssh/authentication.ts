import { existsSync, readFileSync } from 'node:fs';
import { type AnyAuthMethod, type AuthenticationType, createAgent, type ParsedKey, utils } from 'ssh2';
import type { People } from './ports';
import type { Destination } from './ssh-config';

/** Ways to log in, in the order of ssh: keys of the agent, keys of files, then what the person types. */
export class Authentication {
  private readonly ways: AsyncGenerator<AnyAuthMethod, void, readonly AuthenticationType[]>;
  /** What was tried, in words, for the message when nothing helped. */
  readonly tried: string[] = [];

  constructor(
    private readonly destination: Destination,
    private readonly people: People,
    private readonly remembered: Secrets,
  ) {
    this.ways = this.all();
  }

  /** The next way to try, among those the server still allows; undefined when there is none left. */
  async next(allowed: readonly AuthenticationType[]): Promise<AnyAuthMethod | undefined> {
    const next = await this.ways.next(allowed);
    return next.done ? undefined : next.value;
  }

  private async *all(): AsyncGenerator<AnyAuthMethod, void, readonly AuthenticationType[]> {
    const { user: username, agent, identitiesOnly, name } = this.destination;
    let allowed = yield { type: 'none', username };
    if (agent !== undefined && !identitiesOnly && existsSync(agent) && isAllowed('publickey', allowed)) {
      this.tried.push('the agent');
      allowed = yield { type: 'agent', username, agent: createAgent(agent) };
    }
    for (const file of this.destination.identityFiles) {
      if (!isAllowed('publickey', allowed)) break;
      const key = await this.key(file);
      if (!key) continue;
      this.tried.push(file);
      allowed = yield { type: 'publickey', username, key };
    }
    const question = `Password of ${username} on ${name}`;
    if (isAllowed('password', allowed)) {
      const password = await this.secret(question);
      if (password === undefined) return;
      this.tried.push('a password');
      yield { type: 'password', username, password };
    } else if (isAllowed('keyboard-interactive', allowed)) {
      this.tried.push('questions of the server');
      yield {
        type: 'keyboard-interactive',
        username,
        prompt: (_name, _instructions, _language, prompts, finish) => {
          const answers = prompts.map(({ prompt }) => this.people.secret(`${name}: ${prompt.trim()}`));
          void Promise.all(answers).then((all) => finish(all.map((each) => each ?? '')));
        },
      };
    }
  }

  /** The key of a file, or undefined when there is none that can be used. */
  private async key(file: string): Promise<ParsedKey | undefined> {
    if (!existsSync(file)) return undefined;
    const content = readFileSync(file);
    const plain = utils.parseKey(content);
    if (!(plain instanceof Error)) return one(plain);
    if (!/passphrase|encrypted/i.test(plain.message)) {
      this.tried.push(`${file} (${plain.message})`);
      return undefined;
    }
    const passphrase = await this.secret(`Passphrase of the key ${file}`);
    if (passphrase === undefined) return undefined;
    const opened = utils.parseKey(content, passphrase);
    if (!(opened instanceof Error)) return one(opened);
    this.remembered.delete(`Passphrase of the key ${file}`);
    this.tried.push(`${file} (wrong passphrase)`);
    return undefined;
  }

  private async secret(question: string): Promise<string | undefined> {
    const known = this.remembered.get(question);
    if (known !== undefined) return known;
    const answer = await this.people.secret(question);
    if (answer !== undefined) this.remembered.set(question, answer);
    return answer;
  }
}

/** Answers by question, kept in memory for the other hosts that need the same key. */
export type Secrets = Map<string, string>;

function isAllowed(type: AuthenticationType, allowed: readonly AuthenticationType[]): boolean {
  // Before the first answer of the server nothing is known.
  return allowed.length === 0 || allowed.includes(type);
}

function one(parsed: ParsedKey | ParsedKey[]): ParsedKey | undefined {
  return Array.isArray(parsed) ? parsed[0] : parsed;
}
