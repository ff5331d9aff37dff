import type { Report } from './report';

const commands = { error: 'error', warning: 'warning', info: 'notice' } as const;

/** Workflow commands that GitHub turns into annotations on the lines of a pull request. */
export function formatGithub(report: Report): string {
  return report.findings
    .map((finding) => {
      const properties = [
        `file=${escapeProperty(finding.file)}`,
        `line=${finding.line}`,
        `endLine=${finding.endLine}`,
        `col=${finding.column}`,
        `endColumn=${finding.endColumn}`,
        `title=${escapeProperty(finding.rule)}`,
      ];
      const related = finding.related.map((each) => `\n${each.file}:${each.line}: ${each.message}`).join('');
      return `::${commands[finding.severity]} ${properties.join(',')}::${escapeData(finding.message + related)}\n`;
    })
    .join('');
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
