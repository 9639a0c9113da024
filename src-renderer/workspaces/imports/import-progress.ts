import { SECOND_MS } from '#shared/kernel/instant.ts';

type Reading = { bytesRead: number; bytesTotal: number; startedAt: number; counts: { rows: number }; rowsPerSecond: number };

/**
 * Time left by the rows' present speed and the share of the file that was read; null while too
 * little is known to say anything honest.
 */
export function timeLeftMs({ bytesRead, bytesTotal, counts, rowsPerSecond }: Reading): number | null {
  if (bytesRead <= 0 || bytesTotal <= bytesRead || rowsPerSecond <= 0 || counts.rows === 0) return null;
  const rowsLeft = (counts.rows * (bytesTotal - bytesRead)) / bytesRead;
  return Math.ceil(rowsLeft / rowsPerSecond) * SECOND_MS;
}
