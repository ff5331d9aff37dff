import { corosyncSettings, cryptoOf } from '../../model/corosync-settings';
import { insertAfter, replace } from '../finding';
import { fileRule } from '../rule';

export default fileRule({
  language: 'corosync',
  severity: 'error',
  summary: 'encryption without a hash that signs the messages',
  *check(document) {
    const settings = corosyncSettings(document);
    const { cipher, hash } = cryptoOf(settings);
    if (cipher === 'none' || hash !== 'none') return;
    const written = settings.get('totem.crypto_hash');
    const cause = settings.get('totem.crypto_cipher') ?? written;
    if (!cause) return;
    yield {
      span: (written ?? cause).valueSpan,
      fatal: true,
      message: `crypto_cipher: ${cipher} wants a crypto_hash other than none: corosync does not start`,
      fixes: () => {
        const edit = written
          ? replace(written.valueSpan, 'sha256')
          : insertAfter(cause.valueSpan, 'crypto_hash: sha256');
        return [{ title: 'Sign messages with sha256', safe: false, edits: [edit] }];
      },
    };
  },
});
