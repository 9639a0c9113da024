export { endFile, endUnreadFile, findFile, findSameContent, syncFile } from './file-store.ts';
export type { ImportFileRow, ImportState } from './file-store.ts';
export { dryRunImport, runImport } from './run-import.ts';
export type { ImportProgress, ImportReport, ImportRequest, Parse } from './run-import.ts';
export { prepareImport } from './prepare-import.ts';
export { maskNameOfHeading } from './list-reader.ts';
export { findRemembered } from './mapping-store.ts';
