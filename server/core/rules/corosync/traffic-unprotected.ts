import { isReadByCorosync2 } from '../../model/corosync-host';
import { cryptoOf, sectionAt } from '../../model/corosync-settings';
import { inEveryCorosyncFile } from '../combinators/every-corosync-file';
import { type Edit, insertAfter, replace } from '../finding';

export default inEveryCorosyncFile({
  severity: 'warning',
  summary: 'cluster traffic that is neither signed nor encrypted',
  *check(file) {
    const { settings, document } = file;
    const transport = settings.get('totem.transport')?.value ?? (isReadByCorosync2(file) ? 'udp' : 'knet');
    const totem = sectionAt(document, 'totem');
    // The other transports cannot, which another rule says.
    if (transport !== 'knet' || !totem || cryptoOf(settings).usesKey) return;
    const secauth = settings.get('totem.secauth');
    const [cipher, hash] = [settings.get('totem.crypto_cipher'), settings.get('totem.crypto_hash')];
    const misread = secauth && secauth.value !== 'off' ? secauth : undefined;
    const blamed = misread ?? cipher ?? hash ?? secauth;
    yield {
      span: blamed?.valueSpan ?? totem.nameSpan,
      message: misread
        ? `secauth knows on and off only, and corosync takes ${misread.value} for off without a word: traffic of the cluster is neither signed nor encrypted`
        : 'Traffic of the cluster is neither signed nor encrypted: whoever can send to its port may join, split it or shut it down',
      mend: {
        title: 'Encrypt with aes256 and sign with sha256 on all hosts, which need one /etc/corosync/authkey',
        safe: false,
        edits: () => {
          const edits: Edit[] = [];
          if (cipher) edits.push(replace(cipher.valueSpan, 'aes256'));
          if (hash) edits.push(replace(hash.valueSpan, 'sha256'));
          const missing = [...(cipher ? [] : ['crypto_cipher: aes256']), ...(hash ? [] : ['crypto_hash: sha256'])];
          const place = cipher ?? hash ?? totem.pairs.at(-1);
          if (missing.length > 0 && place) edits.push(insertAfter(place.valueSpan, missing.join('\n')));
          return edits;
        },
      },
    };
  },
});
