export { retire } from './retire.ts';
export type { Retired, RetireRequest } from './retire.ts';
