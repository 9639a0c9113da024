export type { ReadTx, WriteTx } from '../ledger/index.ts';
export { authorise } from './authorisation.ts';
export { openWorkspace } from './workspace.ts';
export type { LedgerKind, PersonPin, Workspace } from './workspace.ts';
