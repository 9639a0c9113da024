/** `node build/scripts/check-imports.ts`: the table of imports and cycles. */
import { findImportProblems } from '../rules/read-imports.ts';

const problems = await findImportProblems();
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;
