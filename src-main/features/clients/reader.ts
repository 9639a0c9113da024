import type { CompiledRules } from '#shared/domain/rules/compile.ts';
import type { ReadTx } from '../../ledger/index.ts';

/** Tells key clients by their tiers, from one read of the register's marked clients. */
export function keyClientTest(tx: ReadTx, rules: CompiledRules): (code: string | null) => boolean {
  const keyTiers = new Set(rules.set.keyTiers);
  const keys = new Set(
    tx
      .all<{ code: string; tiers: string }>("SELECT code, tiers FROM client WHERE tiers <> '[]'")
      .filter(({ tiers }) => (JSON.parse(tiers) as string[]).some((tier) => keyTiers.has(tier)))
      .map(({ code }) => code),
  );
  return (code) => code !== null && keys.has(code);
}
