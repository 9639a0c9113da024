export { inspectFile, mainSheetOf } from './inspect-file.ts';
export type { InspectedColumn, InspectedSheet, Inspection, InspectOptions } from './inspect-file.ts';
export { parseFile } from './parse-file.ts';
export type { ParseBatch, ParseOptions } from './parse-file.ts';
export { inspectInWorker, parseInWorker } from './parse-in-worker.ts';
export type { Container, FileSniff } from './sniff.ts';
