import { isReadByCorosync2, isReadFrom } from '../../model/corosync-host';
import { inEveryCorosyncFile } from '../combinators/every-corosync-file';

export default inEveryCorosyncFile({
  severity: 'error',
  summary: 'a nodeid that the knet transport cannot take',
  *check(file) {
    const { settings, nodes } = file;
    if ((settings.get('totem.transport')?.value ?? (isReadByCorosync2(file) ? 'udp' : 'knet')) !== 'knet') return;
    const isRefused = isReadFrom('3.1.7', file);
    for (const { addresses, section } of nodes) {
      const written = section.pairs.findLast(({ key }) => key === 'nodeid');
      const id = Number(written?.value);
      // Beyond 32 bits corosync refuses the number itself.
      if (!written || addresses.length === 0 || !/^\d+$/.test(written.value) || id <= largest || id >= 2 ** 32)
        continue;
      yield {
        span: written.valueSpan,
        ...(isRefused && { fatal: true as const }),
        message: `nodeid ${written.value} is above ${largest}, the largest one that knet takes: corosync ${isRefused ? 'does' : '3.1.7 and later do'} not start`,
      };
    }
  },
});

const largest = 65535;
