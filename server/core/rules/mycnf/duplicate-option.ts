import type { Catalogs } from '../../catalog/catalogs';
import type { Host } from '../../model/host';
import { OptionKnowledge } from '../../model/option-knowledge';
import { commandLine, isOn, type Setting } from '../../model/setting';
import type { Document } from '../../syntax/tree';
import { deleteLine } from '../finding';
import { hostRule } from '../rule';

export default hostRule({
  severity: 'warning',
  summary: 'an option that one file sets twice, of which the server takes the last',
  *check(host, catalogs) {
    for (const name of host.options.names) {
      const all = host.options.all(name);
      if (all.length < 2 || all.length > mostLines || addsUp(name, host, catalogs)) continue;
      for (const [loser, winner] of overruledInOneFile(all)) {
        const isEqual = meaningOf(loser) === meaningOf(winner);
        yield {
          span: loser.nameSpan,
          severity: isEqual || loser.group !== winner.group ? 'info' : 'warning',
          message: isEqual
            ? `${name} stands in this file again below, with the same value`
            : `${name} has no effect here: a later line of this file sets it to ${spoken(winner)}, and the last line counts`,
          related: [{ span: winner.valueSpan ?? winner.nameSpan, message: 'the line that counts' }],
          fixes: () => [
            { title: 'Delete the line that has no effect', safe: isEqual, edits: [deleteLine(loser.nameSpan)] },
          ],
        };
      }
    }
  },
});

/** A file with more lines of one option was not written by a person, and nobody reads as many findings. */
const mostLines = 100;

/** Filters and their like collect all their lines, and switches of the optimizer merge. */
function addsUp(name: string, { target }: Host, catalogs: Catalogs): boolean {
  if (/^(optimizer_switch|performance_schema_instrument|plugin_load_add|early_plugin_load)$/.test(name)) return true;
  const facts = OptionKnowledge.of(catalogs.options, target).factsOf(name);
  return facts.length === 0 || facts.some(({ repeatable }) => repeatable);
}

/** Every line with the last one of its file. Files of a package are overruled by those of the administrator on purpose. */
function* overruledInOneFile(all: readonly Setting[]): Generator<readonly [loser: Setting, winner: Setting]> {
  const last = new Map<Document, Setting>();
  for (const setting of all) last.set(setting.nameSpan.block.document, setting);
  const told = new Set<Setting>();
  for (const setting of all) {
    const winner = last.get(setting.nameSpan.block.document) as Setting;
    // A file that is included twice gives the same line twice.
    const isSameLine =
      winner.nameSpan.block === setting.nameSpan.block && winner.nameSpan.line === setting.nameSpan.line;
    if (setting.group === commandLine || isSameLine || told.has(setting)) continue;
    told.add(setting);
    yield [setting, winner];
  }
}

function meaningOf(setting: Setting): string {
  const { value, negated } = setting;
  const isSwitch = negated || value === undefined || /^(on|off|true|false|0|1)$/i.test(value);
  return isSwitch ? String(isOn(setting)) : value.toLowerCase();
}

function spoken({ value, negated, written }: Setting): string {
  return negated || value === undefined ? written : value;
}
