export type { ReadTx, WriteTx } from '../ledger/index.ts';
export { openWorkspace } from './workspace.ts';
export type { LedgerKind, Workspace } from './workspace.ts';
