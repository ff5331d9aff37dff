import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { journalLine, type TimedEvent } from './report';
import type { DeployEvent } from './run-plan';

/** Report and journal of one deploy, as files only their owner may read. */
export class DeployRecord {
  readonly events: TimedEvent[] = [];

  /** @param file where the report goes; the journal lies beside it as `FILE.jsonl` */
  constructor(readonly file: string) {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  }

  /** Written line by line, so that the journal is whole up to the last step even when this process is killed. */
  tell(event: DeployEvent): void {
    const timed = { at: new Date().toISOString(), event };
    this.events.push(timed);
    appendFileSync(`${this.file}.jsonl`, journalLine(timed), { mode: 0o600 });
  }

  finish(report: string): void {
    writeFileSync(this.file, report, { mode: 0o600 });
  }
}

/** A name for the report of a deploy that begins now. */
export const reportName = (): string => `${new Date().toISOString().replace(/[:.]/g, '-')}.md`;
