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

/** Rows of a workbook's sheets; throws when it is not whole. */
export function countRows(file: string): number {
  const book = xlsx.read(fs.readFileSync(file), { type: 'buffer' });
  if (book.SheetNames.length === 0) throw new Error(`${path.basename(file)} has no sheet`);
  return Object.values(book.Sheets).reduce((sum, sheet) => sum + xlsx.utils.sheet_to_json(sheet).length, 0);
}
