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

/** Names of the register by code; clients that imports name without a name have an empty one. */
export function clientNames(tx: ReadTx): Map<string, string> {
  return new Map(tx.all<{ code: string; name: string }>('SELECT code, name FROM client').map(({ code, name }) => [code, name]));
}

/** Tiers of the clients that have any, by code. */
export function clientTiers(tx: ReadTx): Map<string, string[]> {
  const rows = tx.all<{ code: string; tiers: string }>("SELECT code, tiers FROM client WHERE tiers <> '[]'");
  return new Map(rows.map(({ code, tiers }) => [code, JSON.parse(tiers) as string[]]));
}

export function clientCodesOfTiers(tx: ReadTx, tiers: readonly string[]): string[] {
  return [...clientTiers(tx)].filter(([, own]) => own.some((tier) => tiers.includes(tier))).map(([code]) => code);
}

/** Codes of the clients whose name or code holds the words, whatever the case of Latin letters. */
export function findClientCodes(tx: ReadTx, words: string): string[] {
  return tx.pluckAll<string>('SELECT code FROM client WHERE instr(lower(name), @words) > 0 OR instr(lower(code), @words) > 0', {
    words: words.toLowerCase(),
  });
}
