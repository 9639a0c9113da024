export { sniffFile } from './sniff.ts';
export type { Container, FileSniff } from './sniff.ts';
export { BATCH_ROWS, parseFile } from './parse-file.ts';
export type { ParseBatch, ParseOptions } from './parse-file.ts';
