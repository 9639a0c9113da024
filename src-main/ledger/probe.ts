import { existsSync } from 'node:fs';
import type { Clock } from '../platform/clock.ts';
import { checkLocation, type LocationProbe } from './location.ts';
import { takeLock } from './lock.ts';
import { refuseReadOnly } from './open-ledger.ts';
import { toLedgerError } from './sqlite-errors.ts';

export type ProbeOptions = {
  readonly clock: Clock;
  readonly appVersion: string;
  readonly nativeBinding?: string;
  readonly locationProbe?: LocationProbe;
};

/**
 * What can be said against a ledger before its key is known: its place, a folder that cannot be
 * written, another program that has it open. Throws as `openLedger` would.
 */
export function probeLedger(file: string, options: ProbeOptions): void {
  try {
    checkLocation(file, options.locationProbe);
    refuseReadOnly(file);
    if (!existsSync(file)) return;
    const { appVersion, nativeBinding } = options;
    takeLock(file, { nowMs: options.clock.now(), appVersion, nativeBinding }).release();
  } catch (error) {
    throw toLedgerError(error);
  }
}
