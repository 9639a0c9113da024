export { DATA_EXPORT, exportLedger } from './export-ledger.ts';
export type { ExportPorts, LedgerOrder } from './export-ledger.ts';
export { exportRefusals } from './export-refusals.ts';
export { createExportsHandlers } from './handlers.ts';
export { createExportJobs } from './jobs.ts';
