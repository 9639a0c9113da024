import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, dirname, isAbsolute, join } from 'node:path';
import { z } from 'zod';
import { makeFolder, writeFileAtomic } from '../../platform/files.ts';

const LEDGER = 'ledger.db';
const DEFAULT_FOLDER = '账本';
const CHOSEN_FOLDER = '邮哨账本';
const UNKNOWN_FOLDER = '账本位置不明';
const BACKUPS = '备份';

/** Where the program keeps its ledgers. */
export type LedgerPlaces = {
  readonly realFile: string;
  /** Where it lies when nobody chose another place. */
  readonly defaultFile: string;
  readonly backupFolder: string;
  readonly demonstrationFolder: string;
  readonly demonstrationFile: string;
  /** The demonstration's key lies open beside it: it holds invented data only. */
  readonly demonstrationKeyFile: string;
  readonly lookFile: string;
  /** Remembers a folder that a person chose; outside the ledger, which it is to find. */
  readonly placeFile: string;
  /** Below the program's own folder, chosen by a person, or set by who starts the program. */
  readonly location: 'default' | 'chosen' | 'fixed';
};

/** `fixedFolder`: where whoever starts the program wants the ledger; it wins over what a person chose. */
export function placesIn(userDataFolder: string, fixedFolder: string | null = null): LedgerPlaces {
  const demonstrationFolder = join(userDataFolder, '演示');
  const placeFile = join(userDataFolder, 'ledger-place.json');
  const folder = fixedFolder ?? readPlace(placeFile);
  const defaultFile = join(userDataFolder, DEFAULT_FOLDER, LEDGER);
  return {
    realFile: folder === null ? defaultFile : join(folder, LEDGER),
    defaultFile,
    backupFolder: join(folder ?? userDataFolder, BACKUPS),
    demonstrationFolder,
    demonstrationFile: join(demonstrationFolder, LEDGER),
    demonstrationKeyFile: join(demonstrationFolder, 'ledger.key'),
    lookFile: join(userDataFolder, 'look.json'),
    placeFile,
    location: fixedFolder !== null ? 'fixed' : folder === null ? 'default' : 'chosen',
  };
}

/** Where a ledger in this folder lies: one that is there, else a folder of its own that keeps its files together. */
export function ledgerFolderIn(folder: string): string {
  const own = [folder, join(folder, CHOSEN_FOLDER), join(folder, DEFAULT_FOLDER)];
  const found = own.find((candidate) => existsSync(join(candidate, LEDGER)));
  if (found !== undefined) return found;
  const isFree = basename(folder) === CHOSEN_FOLDER || readdirSync(folder).length === 0;
  return isFree ? folder : join(folder, CHOSEN_FOLDER);
}

/** From the next start of the engine on the ledger is looked for there; null: below the program's own folder. */
export function rememberPlace({ placeFile }: LedgerPlaces, folder: string | null): void {
  if (folder === null) return rmSync(placeFile, { force: true });
  // Made at once, so that a disk that is missing later is not taken for a first start.
  makeFolder(folder);
  writeFileAtomic(placeFile, `${JSON.stringify({ ledgerFolder: folder })}\n`);
}

const place = z.object({ ledgerFolder: z.string().refine(isAbsolute) });

/** A damaged memory names a folder that is not there: a person is asked, and no second ledger begins unnoticed. */
function readPlace(file: string): string | null {
  if (!existsSync(file)) return null;
  try {
    return place.parse(JSON.parse(readFileSync(file, 'utf8'))).ledgerFolder;
  } catch {
    return join(dirname(file), UNKNOWN_FOLDER);
  }
}
