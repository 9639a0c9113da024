import { queryClient } from '#renderer/api/queries.ts';
import { shell } from '#renderer/api/shell.ts';

/** A new engine opens the ledger anew; everything shown is read again when it has. */
export async function startAnew(): Promise<void> {
  await shell('restart-engine', {});
  await queryClient.invalidateQueries();
}
