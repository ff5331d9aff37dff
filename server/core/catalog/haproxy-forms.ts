/**
 * The language in which data/haproxy-arguments.json says what a daemon takes behind a keyword:
 *
 *     word                 the word itself
 *     <type>, <type a b>   a value of a type, see model/haproxy-values.ts, with what narrows the type
 *     [ x ], [ x | y ]     at most one of them
 *     { x | y }            one of them
 *     ...                  the group before it again and again
 */
export type Form = readonly FormItem[];

export type FormItem =
  | { readonly kind: 'word'; readonly text: string }
  | { readonly kind: 'value'; readonly type: string; readonly limits: readonly string[] }
  | {
      readonly kind: 'choice';
      readonly alternatives: readonly Form[];
      readonly isOptional: boolean;
      readonly isRepeated: boolean;
    };

const forms = new Map<string, Form>();

/**
 * Reads a form; the same object for the same text.
 *
 * @throws on a form that is not closed, which is a mistake in the data
 */
export function readForm(text: string): Form {
  let form = forms.get(text);
  if (!form) forms.set(text, (form = new FormReader(text).read()));
  return form;
}

class FormReader {
  private readonly tokens: readonly string[];
  private at = 0;

  constructor(private readonly text: string) {
    this.tokens = text.match(/<[^>]*>|\.\.\.|[[\]{}|]|[^\s[\]{}|<]+/g) ?? [];
  }

  read(): Form {
    const form = this.readSequence();
    if (this.at < this.tokens.length) throw new Error(`${this.text}: nothing opens ${this.tokens[this.at]}`);
    return form;
  }

  private readSequence(): Form {
    const items: FormItem[] = [];
    for (let token = this.tokens[this.at]; token !== undefined && !/^[\]}|]$/.test(token); token = this.tokens[this.at])
      items.push(this.readItem(token));
    return items;
  }

  private readItem(token: string): FormItem {
    this.at++;
    if (token.startsWith('<')) {
      const [type = '', ...limits] = token.slice(1, -1).split(' ');
      return { kind: 'value', type, limits };
    }
    if (token !== '[' && token !== '{') return { kind: 'word', text: token };
    const alternatives = [this.readSequence()];
    while (this.tokens[this.at] === '|') {
      this.at++;
      alternatives.push(this.readSequence());
    }
    if (this.tokens[this.at] !== (token === '[' ? ']' : '}')) throw new Error(`${this.text}: ${token} is not closed`);
    this.at++;
    const isRepeated = this.tokens[this.at] === '...';
    if (isRepeated) this.at++;
    return { kind: 'choice', alternatives, isOptional: token === '[', isRepeated };
  }
}
