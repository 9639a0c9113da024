export { eraseAsTold, eraseMail, tryErase } from './erase-mail.ts';
export type { Erased } from './erase-mail.ts';
export { retire } from './retire.ts';
export type { Retired, RetireRequest } from './retire.ts';
