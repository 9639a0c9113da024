/** What the command line needs to import files; apart, because readers of all formats come with it. */
export { dryRunImport, prepareImport, runImport } from '../features/imports/index.ts';
export type { ImportProgress, ImportReport, ImportRequest } from '../features/imports/index.ts';
export { sourceWorkerEntry } from '../platform/worker-entry.ts';
export { inspectFile, parseInWorker } from '../workers/parsing/index.ts';
