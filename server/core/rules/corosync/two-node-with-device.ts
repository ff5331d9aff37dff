import { corosyncSettings, sectionAt } from '../../model/corosync-settings';
import { deleteLine } from '../finding';
import { fileRule } from '../rule';

export default fileRule({
  language: 'corosync',
  severity: 'error',
  summary: 'two_node together with a quorum device, which exclude each other',
  *check(document) {
    const settings = corosyncSettings(document);
    const twoNode = settings.get('quorum.two_node');
    const device = sectionAt(document, 'quorum.device');
    // Without a model the daemon takes the section for absent, and without the provider nobody counts votes.
    if (!twoNode || !/^0*[1-9]\d*$/.test(twoNode.value) || !device || !settings.get('quorum.device.model')?.value)
      return;
    if (settings.get('quorum.provider')?.value !== 'corosync_votequorum') return;
    yield {
      span: twoNode.keySpan,
      fatal: true,
      message: 'two_node and a quorum device exclude each other: "corosync -t" is content, but corosync does not start',
      related: [{ span: device.nameSpan, message: 'the quorum device' }],
      fixes: () => [
        { title: 'Delete two_node and keep the device', safe: false, edits: [deleteLine(twoNode.keySpan)] },
      ],
    };
  },
});
