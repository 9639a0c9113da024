import type { ClientRow } from '#shared/domain/clients/client-row.ts';
import type { ImportKind } from '#shared/domain/imports/fields.ts';
import type { Mapping } from '#shared/domain/imports/mapping.ts';
import { createTableReader } from '#shared/domain/imports/table-reader.ts';
import type { RowSink } from '#shared/domain/imports/table-reader.ts';
import type { Refusal, Statement } from '#shared/domain/mail/statement.ts';
import { asFileError, refuseFile, throwIfAborted } from './file-error.ts';
import { readJsonFile } from './json-file.ts';
import { openSheetFile } from './open-sheets.ts';
import type { SheetFile } from './sheets.ts';
import { sniffFile } from './sniff.ts';
import type { FileSniff } from './sniff.ts';

export type ParseOptions = {
  readonly kind: ImportKind | 'auto';
  readonly mapping?: Mapping;
  readonly signal?: AbortSignal;
  /** What `sniffFile` found for this path, to spare a second reading. */
  readonly sniff?: FileSniff;
};

/** At most 1,000 rows. Every row of the file is one statement, one refusal, one client, or blank. */
export type ParseBatch = {
  readonly statements: readonly Statement[];
  readonly refusals: readonly Refusal[];
  readonly clients: readonly ClientRow[];
  /** Rows read so far, this batch included, blank ones not counted. */
  readonly rowsRead: number;
  readonly bytesRead: number;
  readonly bytesTotal: number;
};

export const BATCH_ROWS = 1000;

/**
 * Reads a file of any known format as a stream of facts. Throws AppError for a whole file's refusal
 * (`FILE_REASONS`) and `cancelled` when the signal fires; never for what a row contains.
 */
export async function* parseFile(path: string, options: ParseOptions): AsyncGenerator<ParseBatch> {
  try {
    const sniff = options.sniff ?? (await sniffFile(path, options.signal));
    const collector = createCollector(sniff.size);
    const isJson = sniff.container === 'json' || sniff.container === 'jsonl';
    const progress = isJson ? jsonProgress(sniff, options, collector) : tableProgress(sniff, options, collector);
    for await (const bytes of progress) {
      throwIfAborted(options.signal);
      yield* collector.take(bytes, false);
    }
    yield* collector.take(sniff.size, true);
  } catch (error) {
    throw asFileError(error);
  }
}

async function* jsonProgress(sniff: FileSniff, options: ParseOptions, { sink }: Collector): AsyncGenerator<number> {
  if (options.kind === 'mails' || options.kind === 'clients') throw refuseFile('kind-mismatch');
  yield* readJsonFile(sniff, { sink, times: { latest: undefined }, signal: options.signal });
}

async function* tableProgress(sniff: FileSniff, options: ParseOptions, { sink }: Collector): AsyncGenerator<number> {
  const file = await openSheetFile(sniff);
  try {
    const outcomes: SheetOutcome[] = [];
    for (const sheet of wantedSheets(file, options.mapping)) {
      let bytes = 0;
      const reader = createTableReader({ ...tableOptions(options), date1904: sheet.date1904, allowList: true });
      for await (const rows of sheet.rows({ signal: options.signal, onBytes: (read) => (bytes = read) })) {
        for (const row of rows) reader.push(row, sink);
        yield bytes;
      }
      reader.end(sink);
      yield bytes;
      outcomes.push({ isRead: reader.layout !== undefined, isMismatch: reader.mismatch });
    }
    assertSomethingRead(outcomes);
  } finally {
    file.close();
  }
}

function tableOptions(options: ParseOptions): { kind: ImportKind | 'auto'; mapping?: Mapping } {
  return { kind: options.kind, ...(options.mapping && { mapping: options.mapping }) };
}

type SheetOutcome = { readonly isRead: boolean; readonly isMismatch: boolean };

function assertSomethingRead(outcomes: readonly SheetOutcome[]): void {
  if (outcomes.some((outcome) => outcome.isRead)) return;
  throw refuseFile(outcomes.some((outcome) => outcome.isMismatch) ? 'kind-mismatch' : 'headings-not-found');
}

/** The sheet that a mapping names; else every sheet that a person sees. */
export function wantedSheets(file: SheetFile, mapping: Mapping | undefined): SheetFile['sheets'] {
  if (mapping?.sheet !== undefined) {
    const named = file.sheets.filter((sheet) => sheet.name === mapping.sheet);
    if (named.length === 0) throw refuseFile('sheet-not-found');
    return named;
  }
  const visible = file.sheets.filter((sheet) => !sheet.hidden);
  return visible.length > 0 ? visible : file.sheets;
}

function countsOf(sink: RowSink): { rows: number } {
  return { rows: sink.statements.length + sink.refusals.length + sink.clients.length };
}

type Collector = { readonly sink: RowSink; take(bytesRead: number, final: boolean): Generator<ParseBatch> };

/** Gathers rows and hands them out in batches. */
function createCollector(bytesTotal: number): Collector {
  const sink: RowSink = { statements: [], refusals: [], clients: [] };
  let rowsRead = 0;
  return {
    sink,
    *take(bytesRead, final) {
      while (countsOf(sink).rows >= BATCH_ROWS || (final && countsOf(sink).rows > 0)) {
        const statements = sink.statements.splice(0, BATCH_ROWS);
        const refusals = sink.refusals.splice(0, BATCH_ROWS - statements.length);
        const clients = sink.clients.splice(0, BATCH_ROWS - statements.length - refusals.length);
        rowsRead += statements.length + refusals.length + clients.length;
        yield { statements, refusals, clients, rowsRead, bytesRead, bytesTotal };
      }
    },
  };
}
