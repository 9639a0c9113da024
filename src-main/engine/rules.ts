/** The rules with their versions, for the command line. */
export { problemsOf } from '../features/rules/draft-problems.ts';
export { runDryRun } from '../features/rules/dry-run.ts';
export { mailsOfDryRun, namedSums } from '../features/rules/dry-run-reader.ts';
export type { DryRunTally } from '../features/rules/dry-run-tally.ts';
export { getVersion, listVersions, rulesAt, saveVersion, withdrawVersion } from '../features/rules/index.ts';
