/** Writes the rows of statements on the ledger into a workbook or csv file, in a thread of its own. */
import { parentPort, workerData } from 'node:worker_threads';
import { isAppError } from '#shared/kernel/app-error.ts';
import { assert } from '#shared/kernel/assert.ts';
import type { ExportTask, ExportWorkerMessage, ExportWorkerOrder } from '#shared/domain/exports/export-task.ts';
import { exportRows } from './workbook/export-rows.ts';
import { temporaryPathOf } from './workbook/target-file.ts';

assert(parentPort, 'the export runs in a worker thread');
const port = parentPort;
const task = workerData as ExportTask;
const cancellation = new AbortController();

function send(message: ExportWorkerMessage): void {
  port.postMessage(message);
}

async function run(): Promise<void> {
  send({ kind: 'started', temporaryPath: temporaryPathOf(task.path) });
  try {
    const answer = await exportRows(task, {
      signal: cancellation.signal,
      onProgress: (progress) => send({ kind: 'progress', ...progress }),
    });
    send({ kind: 'done', answer });
  } catch (error) {
    // Any other failure is a bug: it ends the thread and reaches the starter as its error event.
    if (!isAppError(error)) throw error;
    send({ kind: 'failed', code: error.code, reason: error.reason, detail: error.detail });
  } finally {
    port.close();
  }
}

port.on('message', (order: ExportWorkerOrder) => {
  if (order.kind === 'cancel') cancellation.abort();
});
void run();
