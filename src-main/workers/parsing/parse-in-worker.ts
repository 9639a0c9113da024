import { Worker } from 'node:worker_threads';
import { AppError } from '#shared/kernel/app-error.ts';
import type { Inspection, InspectOptions } from './inspect-file.ts';
import type { ParseBatch, ParseOptions } from './parse-file.ts';
import { PARSER_CREDITS } from './worker-protocol.ts';
import type { FromParser, ToParser } from './worker-protocol.ts';

/**
 * `parseFile` in a worker thread of its own. Not asking for the next batch pauses it after at most
 * `PARSER_CREDITS` batches; leaving the loop or the signal ends the thread at once.
 */
export async function* parseInWorker(entry: string | URL, path: string, options: ParseOptions): AsyncGenerator<ParseBatch> {
  const { signal, ...rest } = options;
  const task = startTask(entry, signal);
  try {
    task.send({ type: 'parse', path, options: rest, credits: PARSER_CREDITS });
    for (;;) {
      const message = await task.next();
      if (message.type !== 'batch') return;
      yield message.batch;
      task.send({ type: 'credit', batches: 1 });
    }
  } finally {
    await task.stop();
  }
}

/** `inspectFile` in a worker thread of its own. */
export async function inspectInWorker(entry: string | URL, path: string, options: InspectOptions = {}): Promise<Inspection> {
  const { signal, ...rest } = options;
  const task = startTask(entry, signal);
  try {
    task.send({ type: 'inspect', path, options: rest });
    const message = await task.next();
    if (message.type !== 'inspected') throw new AppError('internal', 'parser-failed');
    return message.inspection;
  } finally {
    await task.stop();
  }
}

type Task = { send(message: ToParser): void; next(): Promise<FromParser>; stop(): Promise<void> };

function startTask(entry: string | URL, signal: AbortSignal | undefined): Task {
  const worker = new Worker(entry);
  const queue: FromParser[] = [];
  let failure: AppError | undefined;
  let wake: (() => void) | undefined;
  const fail = (error: AppError): void => {
    failure ??= error;
    wake?.();
  };
  const onAbort = (): void => fail(new AppError('cancelled', 'import-cancelled'));
  if (signal?.aborted === true) onAbort();
  signal?.addEventListener('abort', onAbort, { once: true });
  worker.on('message', (message: FromParser) => {
    if (message.type === 'error') fail(new AppError(message.error.code, message.error.reason, { detail: message.error.detail }));
    else queue.push(message);
    wake?.();
  });
  worker.on('error', (cause) => fail(new AppError('internal', 'parser-failed', { cause })));
  worker.on('exit', () => fail(new AppError('internal', 'parser-failed')));
  return {
    send: (message) => worker.postMessage(message),
    async next() {
      for (;;) {
        if (failure?.code === 'cancelled') throw failure;
        const message = queue.shift();
        if (message) return message;
        if (failure) throw failure;
        await new Promise<void>((resolve) => (wake = resolve));
      }
    },
    async stop() {
      signal?.removeEventListener('abort', onAbort);
      await worker.terminate();
    },
  };
}
