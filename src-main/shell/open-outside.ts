import { shell } from 'electron';
import { statSync } from 'node:fs';
import path from 'node:path';

/** What may be opened with the system's program for it: documents, never something that runs. */
const DOCUMENTS = new Set(['.xlsx', '.xls', '.csv', '.pdf', '.txt', '.log']);

export async function openPath(target: string): Promise<{ opened: boolean }> {
  const stats = path.isAbsolute(target) ? statSync(target, { throwIfNoEntry: false }) : undefined;
  const isDocument = stats?.isFile() === true && DOCUMENTS.has(path.extname(target).toLowerCase());
  if (!isDocument && stats?.isDirectory() !== true) return { opened: false };
  return { opened: (await shell.openPath(target)) === '' };
}

export function showInFolder(target: string): { shown: boolean } {
  const exists = path.isAbsolute(target) && statSync(target, { throwIfNoEntry: false }) !== undefined;
  if (exists) shell.showItemInFolder(path.normalize(target));
  return { shown: exists };
}
