import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import path from 'node:path';
import type { LogSink } from '#main/platform/log.ts';

const MAX_BYTES = 5 * 1024 * 1024;

/** Appends lines to a file; at 5 MB it becomes `<name>.old` and a new one begins. */
export function fileSink(folder: string, name: string): LogSink {
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, name);
  let bytes = sizeOf(file);
  return (line) => {
    try {
      if (bytes > MAX_BYTES) {
        renameSync(file, `${file}.old`);
        bytes = 0;
      }
      appendFileSync(file, `${line}\n`, { mode: 0o600 });
      bytes += Buffer.byteLength(line) + 1;
    } catch {
      // A full or read-only disk must not take the program down because of its log.
    }
  };
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
