import { rmSync } from 'node:fs';
import type { AppContract, AppHandlers } from '#shared/contract/contract.ts';
import type { CancelSignal, InputOf } from '#shared/contract/define.ts';
import { AppError, isAppError } from '#shared/kernel/app-error.ts';
import type { Mapping } from '#shared/domain/imports/mapping.ts';
import { listJobs, retryJob } from '../../jobs/job-store.ts';
import type { Job } from '../../jobs/job.ts';
import { inspectInWorker, mainSheetOf, parseInWorker } from '../../workers/parsing/index.ts';
import type { InspectedSheet, Inspection } from '../../workers/parsing/index.ts';
import { exportRefusals } from '../exports/index.ts';
import type { WriteTx } from '../../ledger/index.ts';
import type { HandlerContext } from '../handler-context.ts';
import { enqueueImport, unreadFileOf } from '../jobs/index.ts';
import type { ImportJobInput } from '../jobs/index.ts';
import { endFile, endUnreadFile, findFile, findSameContent, findTwin } from './file-store.ts';
import { inspectionView } from './inspection-view.ts';
import { maskRefusals, readImports, readRefusals } from './list-reader.ts';
import type { ImportPage, RefusalPage } from './list-reader.ts';
import { findMapping, findRemembered, forgetMappings, mappingOf, rememberMapping } from './mapping-store.ts';
import { fileOfSource } from './pasted-text.ts';
import type { ImportSource, SourceFile } from './pasted-text.ts';
import { prepareImport } from './prepare-import.ts';
import { assertAsOf, dryRunImport } from './run-import.ts';

type StartInput = InputOf<AppContract['imports']['start']>;
const LISTED_REFUSALS = 200;

/** Files to be imported: a look, a dry run, the import as a job, its list and refused rows, the watched folder. */
export function createImportsHandlers(context: HandlerContext): AppHandlers['imports'] {
  return {
    inspect: (input, _caller, signal) => declaring(() => inspect(context, input, signal)),
    dryRun: (input, _caller, signal) => declaring(() => dryRun(context, input, signal)),
    start: (input) => declaring(() => start(context, input)),
    pause: ({ fileId }) => {
      const job = findImportJob(context, fileId);
      if (job) context.jobs().pause(job.id);
      return {};
    },
    resume: ({ fileId }) => resume(context, fileId),
    cancel: ({ fileId }) => cancel(context, fileId),
    list: ({ limit, offset = 0 }) => context.ledger().read<ImportPage>((tx) => readImports(tx, { limit, offset }, context.clock.now())),
    refusals: ({ fileId, ...window }) =>
      context.ledger().read<RefusalPage>((tx) => {
        const file = findFile(tx, fileId);
        return file ? readRefusals(tx, file, window) : { total: 0, columns: [], refusals: [] };
      }),
    exportRefusals: ({ fileId, path }) => exportRefusals(context, fileId, path),
    watchFolder: () => context.watching().status(),
    setWatchFolder: ({ path, deleteAfterDays }) => {
      context.watching().set(path, deleteAfterDays);
      return {};
    },
  };
}

/** Reasons of readers that the contract sums up: a wrong kind means that no headings fit. */
const SUMMED_UP: Readonly<Record<string, string>> = {
  'kind-mismatch': 'headings-not-found',
  'file-unsafe': 'file-corrupt',
  'import-cancelled': 'cancelled',
};

async function declaring<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const reason = isAppError(error) ? SUMMED_UP[error.reason] : undefined;
    if (!isAppError(error) || reason === undefined) throw error;
    throw new AppError(error.code, reason, { detail: error.detail, cause: error });
  }
}

type Looking = { mapping?: Mapping | undefined; signal?: CancelSignal; seekLatestEvent?: boolean; countRows?: boolean };

function look({ workerEntry }: HandlerContext, path: string, { mapping, signal, ...asked }: Looking): Promise<Inspection> {
  return inspectInWorker(workerEntry('parse'), path, {
    ...asked,
    ...(mapping && { mapping }),
    ...(signal && { signal: abortSignalOf(signal) }),
  });
}

function abortSignalOf(signal: CancelSignal): AbortSignal {
  const abort = new AbortController();
  if (signal.aborted) abort.abort();
  signal.addEventListener('abort', () => abort.abort());
  return abort.signal;
}

/** Makes the source a file for as long as the work takes. */
async function withFile<T>(context: HandlerContext, source: ImportSource, work: (file: SourceFile) => Promise<T>): Promise<T> {
  const { ids, clock } = context;
  const file = fileOfSource(source, context.ledger().file, ids.uuid(clock.now()));
  try {
    return await work(file);
  } finally {
    if (file.isOurs) rmSync(file.path, { force: true });
  }
}

function inspect(context: HandlerContext, input: InputOf<AppContract['imports']['inspect']>, signal: CancelSignal) {
  return withFile(context, input.source, async (file) => {
    const given = mappingOf(input);
    const seen = await look(context, file.path, { mapping: given, signal, countRows: true });
    const known = input.mapping === undefined ? rememberedFor(context, seen, { chosen: given, placeAnew: input.placeAnew }) : undefined;
    const mapping = known ?? given;
    const inspection = known ? await look(context, file.path, { mapping, signal, countRows: true }) : seen;
    const same = context.ledger().read((tx) => findSameContent(tx, inspection.sniff.sha256));
    return inspectionView(inspection, {
      name: file.name,
      alreadyImportedAt: same?.finished_at ?? null,
      mappingRemembered: known !== undefined,
      mapping,
    });
  });
}

/** What was confirmed for the headings at the chosen place; without one, for any headings of the file. */
function rememberedFor(
  context: HandlerContext,
  inspection: Inspection,
  { chosen, placeAnew }: { chosen: Mapping | undefined; placeAnew: boolean | undefined },
): Mapping | undefined {
  return context.ledger().read<Mapping | undefined>((tx) => {
    if (chosen === undefined) return findRemembered(tx, inspection, placeAnew);
    const sheet = mainSheetOf(inspection.sheets, chosen.sheet);
    const found = sheet && findMapping(tx, sheet.fingerprint)?.mapping;
    return found && { ...chosen, columns: found.columns };
  });
}

function dryRun(context: HandlerContext, input: StartInput, signal: CancelSignal) {
  const { source, kind, asOf } = input;
  return withFile(context, source, async (file) => {
    const { clock, workerEntry, ids } = context;
    const [startedAt, now, mapping] = [clock.monotonic(), clock.now(), mappingOf(input)];
    assertAsOf(asOf, now);
    const inspection = await look(context, file.path, { mapping, signal, seekLatestEvent: false });
    const report = await dryRunImport({
      ...prepareImport(inspection, { kind, asOf, mapping, now }),
      ledger: context.ledger(),
      parse: (path, options) => parseInWorker(workerEntry('parse'), path, options),
      path: file.path,
      name: file.name,
      actor: context.person().id,
      now,
      uid: ids.uuid(now),
      signal: abortSignalOf(signal),
      pause: () => context.timers.yieldToLoop(),
    });
    const { rows, refused, repeated, updated } = report;
    const refusals = maskRefusals(report.refusals.slice(0, LISTED_REFUSALS));
    return { counts: { rows, new: report.new, updated, repeated, refused }, refusals, durationMs: clock.monotonic() - startedAt };
  });
}

async function start(context: HandlerContext, input: StartInput) {
  const { source, kind, asOf } = input;
  const { clock, ids } = context;
  const now = clock.now();
  const mapping = mappingOf(input);
  assertAsOf(asOf, now);
  const fileId = ids.uuid(now);
  const file = fileOfSource(source, context.ledger().file, fileId);
  try {
    // A file that cannot be taken is refused here and not in the background.
    const inspection = await look(context, file.path, { mapping, seekLatestEvent: false });
    if (mapping === undefined) prepareImport(inspection, { kind, asOf, now });
    const actor = context.person().id;
    return context.ledger().write<{ fileId: string; jobId: string }>((tx) => {
      if (mapping) remember(tx, inspection, mapping);
      const { jobId } = enqueueImport(tx, {
        fileId,
        path: file.path,
        name: file.name,
        kind,
        asOf,
        ...(mapping && { mapping }),
        actor,
        removeWhenDone: file.isOurs,
      });
      tx.emit('imports.changed', { fileIds: [fileId] });
      // The same content at the same moment adds nothing: its import stands already.
      const twin = findTwin(tx, { sha256: inspection.sniff.sha256, asOf, kind: inspection.kind });
      return { fileId: twin?.uid ?? fileId, jobId };
    });
  } catch (error) {
    if (file.isOurs) rmSync(file.path, { force: true });
    throw error;
  }
}

/** Only what differs from what the file says by itself is worth remembering. */
function remember(tx: WriteTx, inspection: Inspection, mapping: Mapping): void {
  const sheet = mainSheetOf(inspection.sheets, mapping.sheet);
  if (!sheet) return;
  const isPlaceGuessed =
    (mapping.sheet === undefined || inspection.sheets.length === 1) &&
    (mapping.headerRow === undefined || mapping.headerRow === sheet.unaided.headerRow);
  if (isPlaceGuessed && isGuess(mapping, sheet)) forgetMappings(tx, sheet.fingerprint, inspection);
  else rememberMapping(tx, sheet.fingerprint, mapping);
}

/** True when a mapping says what the headings say by themselves. */
function isGuess(mapping: Mapping, sheet: InspectedSheet): boolean {
  return sheet.columns.every(({ key, guessed }) => (Object.hasOwn(mapping.columns, key) ? mapping.columns[key] : guessed) === guessed);
}

function findImportJob(context: HandlerContext, fileId: string): Job | undefined {
  return context.ledger().read((tx) => listJobs(tx, { kind: 'import', limit: 1000 }).find(({ uniqueKey }) => uniqueKey === fileId));
}

function resume(context: HandlerContext, fileId: string): Record<string, never> {
  const job = findImportJob(context, fileId);
  if (job?.state === 'paused') context.jobs().resume(job.id);
  else if (job?.state === 'failed' || job?.state === 'cancelled') context.ledger().write((tx) => retryJob(tx, job.id));
  return {};
}

function cancel(context: HandlerContext, fileId: string): Record<string, never> {
  const job = findImportJob(context, fileId);
  if (!job) return {};
  context.jobs().cancel(job.id);
  // What runs ends its file itself; what waited is over now.
  if (job.state === 'running') return {};
  const order = job.input as ImportJobInput;
  const { path, removeWhenDone } = order;
  if (removeWhenDone === true && (job.state === 'waiting' || job.state === 'paused')) rmSync(path, { force: true });
  context.ledger().write((tx) => {
    const file = findFile(tx, fileId);
    const end = { state: 'cancelled', now: context.clock.now() } as const;
    if (!file) endUnreadFile(tx, unreadFileOf(order, job.createdAt), end);
    else if (file.state === 'paused' || file.state === 'running') endFile(tx, file.id, end);
    tx.emit('imports.changed', { fileIds: [fileId] });
  });
  return {};
}
