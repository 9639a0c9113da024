import { join } from 'node:path';

/** Where the program keeps its ledgers below its own folder. */
export type LedgerPlaces = {
  readonly realFile: string;
  readonly backupFolder: string;
  readonly demonstrationFolder: string;
  readonly demonstrationFile: string;
  /** The demonstration's key lies open beside it: it holds invented data only. */
  readonly demonstrationKeyFile: string;
  readonly lookFile: string;
};

export function placesIn(userDataFolder: string): LedgerPlaces {
  const demonstrationFolder = join(userDataFolder, '演示');
  return {
    realFile: join(userDataFolder, '账本', 'ledger.db'),
    backupFolder: join(userDataFolder, '备份'),
    demonstrationFolder,
    demonstrationFile: join(demonstrationFolder, 'ledger.db'),
    demonstrationKeyFile: join(demonstrationFolder, 'ledger.key'),
    lookFile: join(userDataFolder, 'look.json'),
  };
}
