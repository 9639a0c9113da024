import type { Ledger } from '../../ledger/index.ts';
import { verifyChain } from '../../ledger/index.ts';
import { verifyIndex } from '../search/index.ts';
import { Report } from './report.ts';
import type { Difference } from './report.ts';
import { verifyCounts } from './verify-counts.ts';
import { verifyFolds } from './verify-folds.ts';
import { verifyMails } from './verify-mails.ts';

export type Verification = {
  ok: boolean;
  /** All differences; `differences` holds the first ones. */
  count: number;
  differences: Difference[];
  opsChecked: number;
  mailsChecked: number;
};

/**
 * Proves the ledger against itself: the chain of ops, every table that folds them, every mail's
 * fold from its raw rows, every sum, and SQLite's own integrity. Reads only.
 */
export async function verifyLedger(request: {
  ledger: Ledger;
  now: number;
  onProgress?: ((mails: number) => void) | undefined;
  pause?: (() => Promise<void>) | undefined;
}): Promise<Verification> {
  const { ledger } = request;
  const report = new Report();
  const dueBySlot = new Map<string, number>();
  ledger.read((tx) => {
    const chain = verifyChain(tx, {});
    if (!chain.ok) report.add({ what: 'op-chain', id: String(chain.atSeq), expected: 'intact', stored: chain.flaw });
    verifyFolds(tx, report);
  });
  for (let afterId: number | null = 0; afterId !== null;) {
    const from: number = afterId;
    afterId = ledger.read((tx) => verifyMails(tx, { afterId: from, report, dueBySlot }));
    request.onProgress?.(report.mailsChecked);
    await request.pause?.();
  }
  ledger.read((tx) => verifyCounts(tx, dueBySlot, report));
  await verifyIndex(
    ledger,
    (flaw) => report.add(flaw),
    async () => request.pause?.(),
  );
  const { problems } = await ledger.fullCheck();
  for (const problem of problems) report.add({ what: 'integrity', id: 'sqlite', expected: 'ok', stored: String(problem) });
  const { count, differences, opsChecked, mailsChecked } = report;
  return { ok: count === 0, count, differences, opsChecked, mailsChecked };
}
