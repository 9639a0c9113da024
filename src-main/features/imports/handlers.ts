import { rmSync } from 'node:fs';
import type { AppContract, AppHandlers } from '#shared/contract/contract.ts';
import type { CancelSignal, InputOf } from '#shared/contract/define.ts';
import { canonicalJson } from '#shared/kernel/canonical-json.ts';
import { AppError, isAppError } from '#shared/kernel/app-error.ts';
import { columnKeys } from '#shared/domain/imports/mapping.ts';
import type { Mapping } from '#shared/domain/imports/mapping.ts';
import { listJobs, retryJob } from '../../jobs/job-store.ts';
import type { Job } from '../../jobs/job.ts';
import { inspectInWorker, parseInWorker } from '../../workers/parsing/index.ts';
import type { InspectedSheet, Inspection } from '../../workers/parsing/index.ts';
import { exportRefusals } from '../exports/index.ts';
import type { HandlerContext } from '../handler-context.ts';
import { enqueueImport } from '../jobs/index.ts';
import type { ImportJobInput } from '../jobs/index.ts';
import { endFile, findFile, findSameContent, findTwin } from './file-store.ts';
import { inspectionView, mainSheet } from './inspection-view.ts';
import { maskRefusals, readImports, readRefusals } from './list-reader.ts';
import type { RefusalPage } from './list-reader.ts';
import { findMapping, mappingOf, rememberMapping } from './mapping-store.ts';
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
    list: ({ limit }) => ({ files: context.ledger().read((tx) => readImports(tx, limit, context.clock.now())) }),
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

/** Reasons of readers that the contract sums up: a wrong kind or sheet means that no headings fit. */
const SUMMED_UP: Readonly<Record<string, string>> = {
  'kind-mismatch': 'headings-not-found',
  'sheet-not-found': 'headings-not-found',
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

type Looking = { mapping?: Mapping | undefined; signal?: CancelSignal; seekLatestEvent?: boolean };

function look({ workerEntry }: HandlerContext, path: string, { mapping, signal, seekLatestEvent }: Looking): Promise<Inspection> {
  return inspectInWorker(workerEntry('parse'), path, {
    ...(mapping && { mapping }),
    ...(signal && { signal: abortSignalOf(signal) }),
    ...(seekLatestEvent !== undefined && { seekLatestEvent }),
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
    const given = mappingOf(input.mapping);
    let inspection = await look(context, file.path, { mapping: given, signal });
    const ledger = context.ledger();
    const fingerprint = mainSheet(inspection)?.fingerprint;
    const remembered = fingerprint === undefined ? undefined : ledger.read<Mapping | undefined>((tx) => findMapping(tx, fingerprint));
    if (given === undefined && remembered) inspection = await look(context, file.path, { mapping: remembered, signal });
    const same = ledger.read((tx) => findSameContent(tx, inspection.sniff.sha256));
    return inspectionView(inspection, {
      name: file.name,
      alreadyImportedAt: same?.finished_at ?? null,
      mappingRemembered: given === undefined && remembered !== undefined,
    });
  });
}

function dryRun(context: HandlerContext, { source, kind, asOf, mapping: shown }: StartInput, signal: CancelSignal) {
  return withFile(context, source, async (file) => {
    const { clock, workerEntry, ids } = context;
    const [startedAt, now, mapping] = [clock.monotonic(), clock.now(), mappingOf(shown)];
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

async function start(context: HandlerContext, { source, kind, asOf, mapping: shown }: StartInput) {
  const { clock, ids } = context;
  const now = clock.now();
  const mapping = mappingOf(shown);
  assertAsOf(asOf, now);
  const fileId = ids.uuid(now);
  const file = fileOfSource(source, context.ledger().file, fileId);
  try {
    // A file that cannot be taken is refused here and not in the background.
    const inspection = await look(context, file.path, { seekLatestEvent: false });
    const sheet = mainSheet(inspection);
    if (mapping === undefined) prepareImport(inspection, { kind, asOf, now });
    const actor = context.person().id;
    return context.ledger().write<{ fileId: string; jobId: string }>((tx) => {
      if (mapping && sheet) rememberMapping(tx, sheet.fingerprint, isGuess(mapping, sheet) ? undefined : mapping);
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

/** True when a mapping says what the headings say by themselves. */
function isGuess(mapping: Mapping, sheet: InspectedSheet): boolean {
  const keys = columnKeys(sheet.columns.map(({ heading }) => heading));
  const guessed = Object.fromEntries(keys.map((key, index) => [key, sheet.columns[index]?.field ?? null]));
  return canonicalJson(guessed) === canonicalJson(mapping.columns);
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
  const { path, removeWhenDone } = job.input as ImportJobInput;
  if (removeWhenDone === true && (job.state === 'waiting' || job.state === 'paused')) rmSync(path, { force: true });
  context.ledger().write((tx) => {
    const file = findFile(tx, fileId);
    if (file && (file.state === 'paused' || file.state === 'running'))
      endFile(tx, file.id, { state: 'cancelled', now: context.clock.now() });
    tx.emit('imports.changed', { fileIds: [fileId] });
  });
  return {};
}
