import { listening } from '../../model/listening';
import { changesOf } from '../../model/replication-sql';
import { replace } from '../finding';
import { clusterRule } from '../rule';

export default clusterRule({
  severity: 'error',
  summary: 'a replica is told a port on which its source does not listen',
  *check(cluster) {
    for (const { change, source, host } of changesOf(cluster)) {
      const name = change.values.get('host')?.value;
      if (!source || source === host || !name) continue;
      const where = listening(source);
      const token = change.values.get('port')?.value;
      const port = token ? change.port : 3306;
      if (!where || port === undefined || where.ports.includes(port)) continue;
      // A line must say so: without one the server may get its port from elsewhere.
      if (!where.portSetting && token === undefined) continue;
      const wanted = String(where.ports[0]);
      yield {
        span: token?.span ?? name.span,
        message: `${source.name} listens on port ${wanted}, not on ${port}${token ? '' : ', which is meant where no port is given'}: the IO thread says Connecting for ever (error 2003)`,
        ...(where.portSetting && {
          related: [
            { span: where.portSetting.valueSpan ?? where.portSetting.nameSpan, message: `the port of ${source.name}` },
          ],
        }),
        fixes: () =>
          token
            ? [{ title: `Write ${wanted}`, safe: false, edits: [replace(token.span, wanted)] }]
            : [
                {
                  title: `Add ${change.wording.toUpperCase()}_PORT = ${wanted}`,
                  safe: false,
                  edits: [
                    replace(
                      { ...name.span, start: name.span.end },
                      `, ${change.wording.toUpperCase()}_PORT = ${wanted}`,
                    ),
                  ],
                },
              ],
      };
    }
  },
});
