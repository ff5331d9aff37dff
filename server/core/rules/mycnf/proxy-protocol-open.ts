import { optionRule } from '../rule';

export default optionRule({
  severity: 'warning',
  summary: 'anybody may say which address he comes from',
  *check({ resolution, value, valueSpan }) {
    if (resolution.name !== 'proxy_protocol_networks' || !valueSpan || value === undefined) return;
    if (!value.split(/[\s,]+/).some((network) => /^(\*|0\.0\.0\.0\/0|::\/0)$/.test(network))) return;
    yield {
      span: valueSpan,
      message: `proxy_protocol_networks = ${value} believes every client the address it claims: accounts that are limited to a host are open to all`,
    };
  },
});
