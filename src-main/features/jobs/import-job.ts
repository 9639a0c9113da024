import { rmSync } from 'node:fs';
import { z } from 'zod';
import { isAppError } from '#shared/kernel/app-error.ts';
import { IMPORT_KINDS } from '#shared/domain/imports/fields.ts';
import { mappingSchema } from '#shared/domain/imports/mapping.ts';
import { defineJob } from '../../jobs/job-runner.ts';
import type { JobContext, JobHandler } from '../../jobs/job-runner.ts';
import { enqueueJob } from '../../jobs/job-store.ts';
import type { WriteTx } from '../../ledger/index.ts';
import { inspectInWorker, parseInWorker } from '../../workers/parsing/index.ts';
import type { JobPorts } from '../handler-context.ts';
import { endFile, endUnreadFile, findFile, prepareImport, runImport } from '../imports/index.ts';
import type { ImportState } from '../imports/index.ts';
import { enqueueScreening } from './screening-job.ts';

const input = z.object({
  /** `import_file.uid`; made once per import, so that a resumed job goes on with its file. */
  fileId: z.string(),
  path: z.string(),
  /** Shown name. */
  name: z.string(),
  kind: z.enum([...IMPORT_KINDS, 'auto']),
  /** Undefined: the moment that the file itself proposes. */
  asOf: z.number().int().optional(),
  mapping: mappingSchema.optional(),
  /** Person id, or null for the program itself. */
  actor: z.string().nullable(),
  /** Set for pasted text, whose file is ours: gone when the import has ended. */
  removeWhenDone: z.boolean().optional(),
});
export type ImportJobInput = z.infer<typeof input>;

/** Puts an import into the ledger's jobs; the job's unique key is the file's id. */
export function enqueueImport(tx: WriteTx, order: ImportJobInput): { jobId: string } {
  const { id } = enqueueJob(tx, {
    kind: 'import',
    input: order,
    createdBy: order.actor ?? 'system',
    uniqueKey: order.fileId,
    maxAttempts: 3,
  });
  return { jobId: id };
}

/** What a stop means for the file; a drain leaves it running, to go on at the next start. */
const STOPPED: Readonly<Record<string, ImportState>> = { pause: 'paused', cancel: 'cancelled', drain: 'running' };

/** Imports a file in the background, then has the touched mails screened. */
export function createImportJob(ports: JobPorts): JobHandler {
  const { ledger } = ports;
  return defineJob<ImportJobInput>({
    kind: 'import',
    input,
    run: async (context) => {
      const { fileId, path, removeWhenDone } = context.input;
      markRunning(ports, fileId);
      try {
        const { refusals: _listed, ...report } = await importFile(context, ports);
        ledger.write((tx) => {
          tx.emit('imports.changed', { fileIds: [fileId] });
          enqueueScreening(tx, { createdBy: context.job.createdBy });
        });
        if (removeWhenDone === true) rmSync(path, { force: true });
        return report;
      } catch (error) {
        const state = context.signal.aborted ? STOPPED[String(context.signal.reason)] : undefined;
        if (state) setState(ports, fileId, state);
        // Ended before its rows were reached: it stands in the history all the same.
        if (state === undefined || state === 'cancelled') endUnread(context, ports, { state: state ?? 'failed', error });
        if (state === 'cancelled' && removeWhenDone === true) rmSync(path, { force: true });
        throw error;
      } finally {
        // Which file is read again at once shows its end.
        ledger.announce('imports.changed', { fileIds: [fileId] });
      }
    },
  });
}

async function importFile({ input: order, signal, progress }: JobContext<ImportJobInput>, ports: JobPorts): ReturnType<typeof runImport> {
  const { ledger, clock, workerEntry } = ports;
  const parser = workerEntry('parse');
  const now = clock.now();
  const { mapping } = order;
  const inspection = await inspectInWorker(parser, order.path, {
    signal,
    ...(mapping && { mapping }),
    seekLatestEvent: order.asOf === undefined,
  });
  return runImport({
    ...prepareImport(inspection, { kind: order.kind, asOf: order.asOf, mapping, now }),
    ledger,
    parse: (path, options) => parseInWorker(parser, path, options),
    path: order.path,
    name: order.name,
    actor: order.actor,
    now,
    uid: order.fileId,
    signal,
    pause: () => ports.timers.yieldToLoop(),
    onProgress: ({ bytesRead, bytesTotal }) => progress({ done: bytesRead, total: bytesTotal }),
  });
}

function markRunning(ports: JobPorts, fileId: string): void {
  if (ports.ledger.read((tx) => findFile(tx, fileId)?.state ?? 'running') !== 'running') setState(ports, fileId, 'running');
}

function setState({ ledger, clock }: JobPorts, fileId: string, state: ImportState): void {
  ledger.write((tx) => {
    const file = findFile(tx, fileId);
    if (file) endFile(tx, file.id, { state, now: clock.now() });
    tx.emit('imports.changed', { fileIds: [fileId] });
  });
}

function endUnread(
  { input: order, job }: JobContext<ImportJobInput>,
  { ledger, clock }: JobPorts,
  { state, error }: { state: ImportState; error: unknown },
): void {
  const now = clock.now();
  const reason = state === 'cancelled' ? 'cancelled' : isAppError(error) ? error.reason : 'bug';
  ledger.write((tx) => {
    if (findFile(tx, order.fileId)) return;
    endUnreadFile(tx, unreadFileOf(order, job.createdAt), { state, reason, now });
    tx.emit('imports.changed', { fileIds: [order.fileId] });
  });
}

/** What is known of a file from its order alone. */
export function unreadFileOf(
  { fileId, name, kind, path, actor, asOf }: ImportJobInput,
  startedAt: number,
): Parameters<typeof endUnreadFile>[1] {
  return { uid: fileId, name, kind, path, actor, as_of: asOf ?? startedAt, startedAt };
}
