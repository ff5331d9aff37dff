import { writeFileSync } from 'node:fs';
import { matrixPage } from './matrix';

/** Writes the matrix of a run where QUORATE_STATUS_MATRIX says; run.mjs keeps it when every test has passed. */
export const mochaHooks = {
  afterAll(): void {
    const file = process.env['QUORATE_STATUS_MATRIX'];
    if (file !== undefined) writeFileSync(file, matrixPage());
  },
};
