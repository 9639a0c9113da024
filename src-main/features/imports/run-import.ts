import type { ImportKind } from '#shared/domain/imports/fields.ts';
import type { Mapping } from '#shared/domain/imports/mapping.ts';
import type { Refusal, Statement } from '#shared/domain/mail/statement.ts';
import { AppError, isAppError } from '#shared/kernel/app-error.ts';
import { MINUTE_MS } from '#shared/kernel/instant.ts';
import type { Ledger, WriteTx } from '../../ledger/index.ts';
import type { ParseBatch, ParseOptions } from '../../workers/parsing/index.ts';
import { applyClientRow, seeClient } from '../clients/index.ts';
import { applyStatements } from '../mails/index.ts';
import { noteUnseenCodes } from '../rules/index.ts';
import type { RowCounts } from '../mails/index.ts';
import { Classifier } from './classify.ts';
import { addFile, addRefusals, countBatch, endFile, findFile, findTwin, identifyFile, listRefusals } from './file-store.ts';
import type { ImportFileRow } from './file-store.ts';

/** Reads a file's rows; in the app a worker thread does it. */
export type Parse = (path: string, options: ParseOptions) => AsyncIterable<ParseBatch>;

/** An as-of later than this after the present is refused: the file or the clock is wrong. */
export const AS_OF_TOLERANCE_MS = 10 * MINUTE_MS;

export type ImportRequest = {
  ledger: Ledger;
  parse: Parse;
  path: string;
  /** Shown name; the path itself is not kept beyond the import. */
  name: string;
  kind: ImportKind | 'auto';
  /** What `inspectFile` found. */
  found: { sha256: string; size: number; format: string; source: string; kind: ImportKind };
  asOf: number;
  mapping?: Mapping | undefined;
  actor: string | null;
  now: number;
  uid: string;
  signal?: AbortSignal | undefined;
  onProgress?: ((progress: ImportProgress) => void) | undefined;
  /** Lets other work through between portions; the command line needs none. */
  pause?: (() => Promise<void>) | undefined;
};
export type ImportProgress = { rows: number; bytesRead: number; bytesTotal: number };
export type ImportReport = {
  kind: ImportKind;
  rows: number;
  new: number;
  updated: number;
  repeated: number;
  refused: number;
  /** The first refusals, at most `REPORTED_REFUSALS`; all of them stand in the ledger's list. */
  refusals: Refusal[];
  /** True when exactly this content had been imported with this as-of. */
  known: boolean;
};
export const REPORTED_REFUSALS = 10_000;

/**
 * Imports one file: batches of at most 1,000 rows, each one transaction with its counts, so that
 * a stop at any moment loses nothing and a resumed import goes on behind the last batch.
 * Cancelled: AppError 'cancelled', what is committed stays.
 */
export async function runImport(request: ImportRequest): Promise<ImportReport> {
  const { ledger, found, asOf, now } = request;
  assertAsOf(asOf, now);
  const twin = ledger.read((tx) => findTwin(tx, { sha256: found.sha256, asOf, kind: found.kind }));
  if (twin) {
    endOwnFile(request);
    return reportOfTwin(ledger, twin, found.kind);
  }
  const file = startFile(request);
  try {
    await importBatches(request, file);
  } catch (error) {
    const reason = isAppError(error) ? error.reason : 'bug';
    const state = reason === 'cancelled' ? 'cancelled' : 'failed';
    ledger.write((tx) => endFile(tx, file.id, { state, reason, now }));
    throw error;
  }
  const report: ImportReport = ledger.write((tx) => {
    endFile(tx, file.id, { state: 'done', now });
    tx.emit('imports.changed', { fileIds: [file.uid] });
    return reportOf(listRefusals(tx, file.id, WHOLE), found.kind, findFile(tx, file.uid) ?? file);
  });
  return report;
}

/** Says what an import would do; nothing is written. */
export async function dryRunImport(request: ImportRequest): Promise<ImportReport> {
  const { ledger, found, asOf, now } = request;
  assertAsOf(asOf, now);
  const classifier = new Classifier(asOf);
  const report: ImportReport = {
    kind: found.kind,
    rows: 0,
    new: 0,
    updated: 0,
    repeated: 0,
    refused: 0,
    refusals: [],
    known: false,
  };
  for await (const batch of parsed(request)) {
    const counts = ledger.read((tx) => {
      const rows = classifier.classify(tx, batch.statements);
      for (const client of batch.clients) rows[classifier.classifyClient(tx, client)] += 1;
      return rows;
    });
    report.rows += rowsOf(batch);
    report.new += counts.new;
    report.updated += counts.updated;
    report.repeated += counts.repeated;
    report.refused += batch.refusals.length;
    report.refusals.push(...batch.refusals.slice(0, REPORTED_REFUSALS - report.refusals.length));
    request.onProgress?.({ rows: report.rows, bytesRead: batch.bytesRead, bytesTotal: batch.bytesTotal });
  }
  return report;
}

async function importBatches(request: ImportRequest, file: ImportFileRow): Promise<void> {
  const { ledger, asOf } = request;
  const seen = new Set<string>();
  let rows = 0;
  for await (const batch of parsed(request)) {
    rows += rowsOf(batch);
    // A resumed import reads the same batches again; those already committed are passed over.
    if (rows > file.rows_done) {
      ledger.write((tx) => {
        const counts = applyStatements(tx, batch.statements, { fileId: file.id, asOf });
        noteUnseenCodes(tx, batch.statements);
        applyClients(tx, request, { clients: batch.clients, counts });
        seeClients(tx, batch.statements, seen);
        addRefusals(tx, file.id, batch.refusals);
        countBatch(tx, file.id, {
          rows: rowsOf(batch),
          counts,
          refused: batch.refusals.length,
          bytesRead: batch.bytesRead,
        });
      });
    }
    request.onProgress?.({ rows, bytesRead: batch.bytesRead, bytesTotal: batch.bytesTotal });
  }
}

/**
 * The file's rows in portions. Where others wait (`pause`), a portion is small and the loop turns
 * before each: messages of a parsing thread alone would keep it from everything else.
 */
async function* parsed(request: ImportRequest): AsyncGenerator<ParseBatch> {
  const batches = request.parse(request.path, {
    kind: request.kind,
    ...(request.mapping && { mapping: request.mapping }),
    ...(request.signal && { signal: request.signal }),
  });
  if (!request.pause) {
    yield* joined(batches);
    return;
  }
  for await (const batch of batches) {
    for (const portion of portionsOf(batch)) {
      await request.pause();
      if (request.signal?.aborted === true) throw new AppError('cancelled', 'cancelled');
      yield portion;
    }
  }
}

/** Batches a transaction where nobody waits: a page of the ledger that several touch is written once. */
const JOINED = 10;

async function* joined(batches: AsyncIterable<ParseBatch>): AsyncGenerator<ParseBatch> {
  let held: ParseBatch[] = [];
  for await (const batch of batches) {
    held.push(batch);
    if (held.length < JOINED) continue;
    yield joinedOf(held, batch);
    held = [];
  }
  const last = held.at(-1);
  if (last) yield joinedOf(held, last);
}

function joinedOf(batches: readonly ParseBatch[], last: ParseBatch): ParseBatch {
  return {
    ...last,
    statements: batches.flatMap(({ statements }) => statements),
    refusals: batches.flatMap(({ refusals }) => refusals),
    clients: batches.flatMap(({ clients }) => clients),
  };
}

const PORTION_ROWS = 200;

function* portionsOf(batch: ParseBatch): Generator<ParseBatch> {
  for (const list of ['statements', 'refusals', 'clients'] as const) {
    for (let from = 0; from < batch[list].length; from += PORTION_ROWS) {
      yield { ...batch, statements: [], refusals: [], clients: [], [list]: batch[list].slice(from, from + PORTION_ROWS) };
    }
  }
}

/** The file's row: a new one, or that of an import that is resumed. */
function startFile(request: ImportRequest): ImportFileRow {
  const { ledger, found, uid } = request;
  const identity = {
    sha256: found.sha256,
    kind: found.kind,
    format: found.format,
    source: found.source,
    as_of: request.asOf,
    bytes_total: found.size,
    mapping: request.mapping ? JSON.stringify(request.mapping) : null,
  };
  return ledger.write((tx) => {
    const known = findFile(tx, uid);
    if (known) identifyFile(tx, known, identity);
    else addFile(tx, { ...identity, uid, name: request.name, path: request.path, actor: request.actor, startedAt: request.now });
    const file = findFile(tx, uid);
    if (!file) throw new AppError('internal', 'bug');
    return file;
  });
}

/** A file that was ended unread and turns out to be known adds nothing more. */
function endOwnFile({ ledger, uid, now }: ImportRequest): void {
  ledger.write((tx) => {
    const own = findFile(tx, uid);
    if (own) endFile(tx, own.id, { state: 'done', now });
  });
}

function applyClients(
  tx: WriteTx,
  { uid, actor, now }: ImportRequest,
  { clients, counts }: { clients: ParseBatch['clients']; counts: RowCounts },
): void {
  for (const client of clients) {
    const opId = `${uid}-${client.row}`;
    counts[applyClientRow(tx, client, { opId, actor: actor ?? 'system', now })] += 1;
  }
}

function seeClients(tx: WriteTx, statements: readonly Statement[], seen: Set<string>): void {
  for (const { mail } of statements) {
    if (mail?.clientCode === undefined || mail.clientCode === '') continue;
    const key = `${mail.clientCode}\u0000${mail.clientName ?? ''}`;
    if (seen.has(key)) continue;
    seen.add(key);
    seeClient(tx, mail.clientCode, mail.clientName ?? '');
  }
}

const WHOLE = { offset: 0, limit: REPORTED_REFUSALS };

function reportOf(refusals: Refusal[], kind: ImportKind, file: ImportFileRow): ImportReport {
  return {
    kind,
    rows: file.rows_done,
    new: file.rows_new,
    updated: file.rows_updated,
    repeated: file.rows_repeated,
    refused: file.rows_refused,
    refusals,
    known: false,
  };
}

function reportOfTwin(ledger: Ledger, twin: ImportFileRow, kind: ImportKind): ImportReport {
  const refusals = ledger.read((tx) => listRefusals(tx, twin.id, WHOLE));
  return {
    ...reportOf(refusals, kind, twin),
    new: 0,
    updated: 0,
    repeated: twin.rows_done - twin.rows_refused,
    known: true,
  };
}

function rowsOf(batch: ParseBatch): number {
  return batch.statements.length + batch.refusals.length + batch.clients.length;
}

export function assertAsOf(asOf: number, now: number): void {
  if (asOf > now + AS_OF_TOLERANCE_MS) throw new AppError('invalid-input', 'as-of-in-future');
}
