import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '#shared/kernel/app-error.ts';
import { probeLedger } from '../../ledger/index.ts';
import { declaredRefusal, refusalOf } from './ledger-refusal.ts';
import { ledgerFolderIn, rememberPlace } from './places.ts';
import type { SessionPorts } from './session-ports.ts';

type Ports = Pick<SessionPorts, 'places' | 'clock' | 'appVersion' | 'openOptions'>;

/**
 * Remembers a folder as the ledger's place after it was judged by the rules of every ledger: no
 * network, no synchronised folder, nothing that is pulled out, and nobody else at work in it.
 */
export function chooseLocation(ports: Ports, folder: string): { ledgerPath: string; exists: boolean } {
  const { places } = ports;
  if (places.location === 'fixed') throw new AppError('conflict', 'location-fixed');
  if (!existsSync(folder) || !statSync(folder).isDirectory()) throw new AppError('not-found', 'folder-not-found');
  const chosen = ledgerFolderIn(folder);
  const ledgerPath = join(chosen, 'ledger.db');
  if (ledgerPath === places.demonstrationFile) throw new AppError('unavailable', 'location-refused', { detail: { why: 'demonstration' } });
  judge(ledgerPath, ports);
  rememberPlace(places, ledgerPath === places.defaultFile ? null : chosen);
  return { ledgerPath, exists: existsSync(ledgerPath) };
}

function judge(ledgerPath: string, { openOptions, clock, appVersion }: Ports): void {
  try {
    probeLedger(ledgerPath, { ...openOptions, clock, appVersion });
  } catch (error) {
    const declared = declaredRefusal(error);
    const { state, reason } = refusalOf(error) ?? {};
    if (state !== 'location-refused' || !(declared instanceof AppError)) throw declared;
    throw new AppError('unavailable', 'location-refused', { cause: error, detail: { ...declared.detail, why: reason ?? '' } });
  }
}
