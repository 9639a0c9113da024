import { mixSeed } from './random.ts';

/** 13-digit EMS (12…), 13-digit parcel (98…), S10 export item, or two letters and 11 digits (给据). */
export type NumberKind = 'ems' | 'parcel' | 's10' | 'registered';

const S10_WEIGHTS = [8, 6, 4, 2, 3, 5, 9, 7];

/** Check digit of UPU S10 over eight digits. */
export function s10CheckDigit(digits: string): number {
  let sum = 0;
  for (let i = 0; i < 8; i++) sum += Number(digits[i]) * (S10_WEIGHTS[i] ?? 0);
  const check = 11 - (sum % 11);
  return check === 10 ? 0 : check === 11 ? 5 : check;
}

/** One number per (seed, index), never the same for two indexes of one seed below 10,000,000. */
export function mailNumber(kind: NumberKind, index: number, seed: number): string {
  const spread = (index * 7919 + (mixSeed(seed, 11) % 9_000_000)) % 10_000_000_000;
  if (kind === 's10') {
    const serial = String((index + (mixSeed(seed, 12) % 50_000_000)) % 100_000_000).padStart(8, '0');
    return `EA${serial}${s10CheckDigit(serial)}CN`;
  }
  const digits = String(spread).padStart(11, '0');
  if (kind === 'registered') return `XA${digits}`;
  return `${kind === 'ems' ? '12' : '98'}${digits}`;
}
