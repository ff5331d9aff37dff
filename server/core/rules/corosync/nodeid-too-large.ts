import { corosyncNodes } from '../../model/cluster-text';
import { corosyncSettings } from '../../model/corosync-settings';
import { fileRule } from '../rule';

export default fileRule({
  language: 'corosync',
  severity: 'error',
  summary: 'a nodeid that the knet transport cannot take',
  *check(document) {
    const settings = corosyncSettings(document);
    const isOld = [...settings.keys()].some((path) => /^totem\.(rrp_.*|interface\..*\.ringnumber)$/.test(path));
    if ((settings.get('totem.transport')?.value ?? (isOld ? 'udp' : 'knet')) !== 'knet') return;
    for (const { addresses, section } of corosyncNodes(document)) {
      const written = section.pairs.findLast(({ key }) => key === 'nodeid');
      const id = Number(written?.value);
      // Beyond 32 bits corosync refuses the number itself.
      if (!written || addresses.length === 0 || !/^\d+$/.test(written.value) || id <= largest || id >= 2 ** 32)
        continue;
      const message = `nodeid ${written.value} is above ${largest}, the largest one that knet takes: corosync does not start`;
      yield { span: written.valueSpan, message, fatal: true };
    }
  },
});

const largest = 65535;
