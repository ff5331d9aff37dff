import { isOrchestratorFile } from '../../sources/recognise';
import { type Block, perBlock } from '../../syntax/tree';
import type { Mention } from './mention';

const account = /("MySQLTopologyUser"\s*:\s*")([^"\\]+)"/;

/** The account by which Orchestrator asks the servers of its clusters; the one of its own database is another. */
export const mentionsInOrchestrator = perBlock((block: Block): readonly Mention[] =>
  !isOrchestratorFile(block.document.path)
    ? []
    : block.lines.flatMap(({ text }, line) => {
        const found = account.exec(text);
        if (!found) return [];
        const [, before = '', name = ''] = found;
        const start = found.index + before.length;
        return [{ kind: 'user', name, isDefinition: false, span: { block, line, start, end: start + name.length } }];
      }),
);
