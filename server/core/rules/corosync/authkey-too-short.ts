import { corosyncConf } from '../../model/corosync-files';
import { corosyncSettings, cryptoOf, sectionAt } from '../../model/corosync-settings';
import { hostRule } from '../rule';

export default hostRule({
  severity: 'error',
  summary: 'a key that is too short for corosync',
  *check(host) {
    const document = corosyncConf(host);
    if (!document) return;
    const settings = corosyncSettings(document);
    // The key is read only where something is signed or encrypted.
    if (!cryptoOf(settings).usesKey) return;
    const [inline, keyfile] = [settings.get('totem.key'), settings.get('totem.keyfile')];
    if (inline && !keyfile && inline.value.length < shortest) {
      yield {
        span: inline.keySpan,
        fatal: true,
        message: `The key has ${inline.value.length} bytes, and corosync wants ${shortest} at least: it does not start. Make a new one with corosync-keygen, and copy it to all hosts`,
      };
    }
    const { authkey, name } = host;
    // keyfile may mean another file than this one, and a key in the file itself stands for it.
    if (!authkey || authkey.size >= shortest || keyfile || inline) return;
    const asks = ['totem.crypto_hash', 'totem.crypto_cipher', 'totem.secauth'].flatMap(
      (path) => settings.get(path) ?? [],
    );
    const span = asks[0]?.keySpan ?? sectionAt(document, 'totem')?.nameSpan;
    if (!span) return;
    yield {
      span,
      fatal: true,
      message: `${authkey.path} of ${name} has ${authkey.size} bytes, and corosync wants ${shortest} at least: it does not start. Make a new one with corosync-keygen, and copy it to all hosts`,
    };
  },
});

/** In bytes, as 3.1.2, 3.1.7 and 3.1.9 want it: "Could only read 1016 bits of minimum 1024 bits". */
const shortest = 128;
