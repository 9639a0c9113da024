export { createSessionHandlers } from './handlers.ts';
export { declaringKeyReasons } from './key-refusal.ts';
export { ledgerKey } from './ledger-key.ts';
export { placesIn } from './places.ts';
export type { LedgerPlaces } from './places.ts';
export { Session } from './session.ts';
export type { LedgerKeys, LedgerWork, OpenedLedger, SessionPorts } from './session-ports.ts';
export type { StoppableClock } from './stoppable-clock.ts';
