import { parentPort, workerData } from 'node:worker_threads';
import { isAppError } from '#shared/kernel/app-error.ts';
import { type CopyWorkerAnswer, type CopyWorkerInput, copyDatabase } from '../ledger/copy-database.ts';
import { toLedgerError } from '../ledger/sqlite-errors.ts';

function answer(input: CopyWorkerInput): CopyWorkerAnswer {
  try {
    const copy = copyDatabase(input, () => parentPort?.postMessage({ phase: 'checking' } satisfies CopyWorkerAnswer));
    return { phase: 'done', ...copy };
  } catch (error) {
    const refusal = toLedgerError(error);
    if (!isAppError(refusal)) throw error;
    return { phase: 'refused', code: refusal.code, reason: refusal.reason, detail: refusal.detail };
  }
}

parentPort?.postMessage(answer(workerData as CopyWorkerInput));
