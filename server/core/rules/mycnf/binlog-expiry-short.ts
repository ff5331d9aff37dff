import type { OptionLine } from '../../model/option-lines';
import { setValue } from '../option-edits';
import { optionRule } from '../rule';

const day = 86_400;

export default optionRule({
  severity: 'warning',
  summary: 'binary logs that are removed within a day',
  *check(option) {
    const seconds = secondsOf(option);
    const { valueSpan, value, resolution } = option;
    if (seconds === undefined || !valueSpan || seconds <= 0 || seconds >= day) return;
    const week = resolution.name === 'expire_logs_days' ? '7' : String(7 * day);
    const edit = setValue(option, week);
    yield {
      span: valueSpan,
      message: `${resolution.name} = ${value} removes binary logs after ${inWords(seconds)}: a replica that is away for longer gets error 1236 and must be copied anew`,
      fixes: () => (edit ? [{ title: 'Keep binary logs for 7 days', safe: false, edits: [edit] }] : []),
    };
  },
});

function secondsOf({ resolution, value }: OptionLine): number | undefined {
  if (value === undefined || !/^\d+(\.\d+)?$/.test(value)) return undefined;
  if (resolution.name === 'expire_logs_days') return Number(value) * day;
  return resolution.name === 'binlog_expire_logs_seconds' ? Number(value) : undefined;
}

function inWords(seconds: number): string {
  return seconds >= 7200 ? `${Math.round(seconds / 3600)} hours` : `${Math.round(seconds / 60)} minutes`;
}
