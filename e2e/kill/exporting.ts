import fs from 'node:fs';
import path from 'node:path';
import * as xlsx from 'xlsx';
import { ended, startCommand } from './command.ts';
import type { Random } from './random.ts';

const LONGEST_MS = 120;

/**
 * Starts an export and kills it a random while after its first file appears in the folder.
 * False when it had ended before.
 */
export async function exportUntilKilled(args: readonly string[], folder: string, random: Random): Promise<boolean> {
  const before = new Set(fs.readdirSync(folder));
  const child = startCommand(args);
  const delayMs = Math.round(random.next() * LONGEST_MS);
  const look = setInterval(() => {
    if (fs.readdirSync(folder).every((name) => before.has(name))) return;
    clearInterval(look);
    setTimeout(() => child.kill('SIGKILL'), delayMs);
  }, 1);
  const run = await ended(child);
  clearInterval(look);
  return run.code === null;
}

/** Rows of a workbook's first sheet; throws when it is not whole. */
export function countRows(file: string): number {
  const book = xlsx.read(fs.readFileSync(file), { type: 'buffer' });
  const sheet = book.Sheets[book.SheetNames[0] ?? ''];
  if (sheet === undefined) throw new Error(`${path.basename(file)} has no sheet`);
  return xlsx.utils.sheet_to_json(sheet).length;
}
