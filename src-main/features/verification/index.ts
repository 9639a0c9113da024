export type { Difference } from './report.ts';
export { verifyLedger } from './verify.ts';
export type { Verification } from './verify.ts';
