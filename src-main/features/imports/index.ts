export { endFile, findFile, findSameContent, listFiles, listRefusals } from './file-store.ts';
export type { ImportFileRow, ImportState } from './file-store.ts';
export { AS_OF_TOLERANCE_MS, dryRunImport, runImport } from './run-import.ts';
export type { ImportProgress, ImportReport, ImportRequest, Parse } from './run-import.ts';
export { prepareImport } from './prepare-import.ts';
export { maskNameOfHeading } from './list-reader.ts';
