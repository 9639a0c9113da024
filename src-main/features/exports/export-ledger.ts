import type { ExportAnswer, ExportFormat, ExportPart, ExportProgress } from '#shared/domain/exports/export-task.ts';
import { LEDGER_TITLES } from '#shared/domain/exports/ledgers.ts';
import type { LedgerName } from '#shared/domain/exports/ledgers.ts';
import type { Ledger } from '../../ledger/index.ts';
import { appendOp } from '../../ledger/index.ts';
import type { EnginePorts } from '../handler-context.ts';
import { findPerson } from '../people/index.ts';
import { ledgerPart } from './ledger-parts.ts';
import type { ExportFilter } from './ledger-parts.ts';
import { runExport } from './run-export.ts';

/** What leaves the ledger as a file is an act of a person; it folds into no table. */
export const DATA_EXPORT = 'data.export';

export type ExportPorts = Pick<EnginePorts, 'clock' | 'ids' | 'timers' | 'workerEntry'> & { readonly ledger: Ledger };
export type ExportWatch = { signal: AbortSignal; onProgress?: (progress: ExportProgress) => void };
export type LedgerOrder = ExportFilter & {
  name: LedgerName;
  format: ExportFormat;
  /** Final path; its folder exists. */
  path: string;
  /** Person id. */
  actor: string;
};

/** Exports a ledger, masked, and logs who took what. Errors as of `runExport`; nothing is logged then. */
export function exportLedger(order: LedgerOrder, ports: ExportPorts, watch: ExportWatch): Promise<ExportAnswer> {
  const { name, from, to, status } = order;
  return exportParts(
    {
      ...order,
      title: LEDGER_TITLES[name],
      filters: { from, to, status: name === 'exceptions' ? status : null },
      parts: [ledgerPart(name, order, ports.clock.now())],
    },
    ports,
    watch,
  );
}

export type PartsOrder = {
  name: string;
  /** Shown name of what was exported. */
  title: string;
  format: ExportFormat;
  path: string;
  actor: string;
  filters: Readonly<Record<string, string | number | null>>;
  parts: readonly ExportPart[];
};

/** The same for any parts. */
export async function exportParts(order: PartsOrder, ports: ExportPorts, watch: ExportWatch): Promise<ExportAnswer> {
  const { ledger, clock, ids } = ports;
  const { name, title, format, path, actor, filters, parts } = order;
  const now = clock.now();
  const answer = await runExport(
    {
      connection: ledger.connectionOptions(),
      format,
      path,
      context: { exportedAtMs: now, exportedBy: labelOf(ledger, actor), masked: true },
      parts,
    },
    {
      ...ports,
      signal: watch.signal,
      onProgress: watch.onProgress ?? (() => undefined),
      onThread: (ended) => ledger.holdThread(ended),
    },
  );
  const sheets = answer.sheets.map(({ name: sheet, rows, checksum }) => ({ sheet, rows, checksum }));
  ledger.write((tx) => {
    const args = { name, title, format, filters, rows: answer.rows, masked: true, sheets };
    appendOp(tx, { id: ids.uuid(now), kind: DATA_EXPORT, entity: 'export', entityId: name, args, actor, occurredAt: now });
  });
  return answer;
}

function labelOf(ledger: Ledger, actor: string): string {
  const person = ledger.read((tx) => findPerson(tx, actor));
  if (person) return `${person.name}（${person.staffNo}）`;
  return actor === 'system' ? '系统' : actor;
}
