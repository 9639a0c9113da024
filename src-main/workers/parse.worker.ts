import { parentPort } from 'node:worker_threads';
import { AppError, isAppError } from '#shared/kernel/app-error.ts';
import { assert } from '#shared/kernel/assert.ts';
import { inspectFile } from './parsing/inspect-file.ts';
import { parseFile } from './parsing/parse-file.ts';
import type { FromParser, ToParser } from './parsing/worker-protocol.ts';

/** Worker thread that reads files. It waits for room before each batch, so a slow writer is never flooded. */
const port = parentPort;
assert(port, 'the parsing worker runs in a worker thread');

const abort = new AbortController();
let credits = 0;
let wake: (() => void) | undefined;

function post(message: FromParser): void {
  port?.postMessage(message);
}

async function waitForCredit(): Promise<void> {
  while (credits <= 0 && !abort.signal.aborted) await new Promise<void>((resolve) => (wake = resolve));
  credits -= 1;
}

async function run(message: Extract<ToParser, { type: 'parse' | 'inspect' }>): Promise<void> {
  if (message.type === 'inspect') {
    post({ type: 'inspected', inspection: await inspectFile(message.path, { ...message.options, signal: abort.signal }) });
    return;
  }
  credits = message.credits;
  for await (const batch of parseFile(message.path, { ...message.options, signal: abort.signal })) {
    await waitForCredit();
    if (abort.signal.aborted) throw new AppError('cancelled', 'import-cancelled');
    post({ type: 'batch', batch });
  }
}

function reportFailure(error: unknown): void {
  const known = isAppError(error) ? error : new AppError('internal', 'parser-failed', { cause: error });
  post({ type: 'error', error: { code: known.code, reason: known.reason, detail: known.detail } });
}

port.on('message', (message: ToParser) => {
  if (message.type === 'credit') credits += message.batches;
  else if (message.type === 'cancel') abort.abort();
  else
    void run(message)
      .then(() => post({ type: 'done' }), reportFailure)
      .finally(() => port.close());
  wake?.();
});
