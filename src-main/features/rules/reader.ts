import { compileRules, ruleSetAt } from '#shared/domain/rules/compile.ts';
import type { CompiledRules } from '#shared/domain/rules/compile.ts';
import { DEFAULT_RULES } from '#shared/domain/rules/defaults.ts';
import { asVersion } from '#shared/domain/rules/draft.ts';
import type { RuleDraft } from '#shared/domain/rules/draft.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { ReadTx } from '../../ledger/index.ts';

type VersionKey = { version: number; effectiveFrom: number; hash: string };

const defaults = compileRules(DEFAULT_RULES);
/** By number, instant and content: ledgers may have different versions under one number. */
const compiled = new Map<string, CompiledRules>();
const COMPILED_MAX = 64;
const KEYS = 'SELECT version, effective_from AS effectiveFrom, hash FROM rule_version';

/** The rules in force at an instant; a ledger without versions of its own follows the defaults. */
export function rulesAt(tx: ReadTx, instantMs: number): CompiledRules {
  const key = ruleSetAt(tx.all<VersionKey>(`${KEYS} WHERE withdrawn_at IS NULL`), instantMs);
  return key ? compiledOf(tx, key) : defaults;
}

/** The rules of one version, in force or not. Throws `not-found`. */
export function rulesOfVersion(tx: ReadTx, version: number): CompiledRules {
  if (version === DEFAULT_RULES.version) return defaults;
  const key = tx.get<VersionKey>(`${KEYS} WHERE version = ?`, [version]);
  if (!key) throw new AppError('not-found', 'not-found');
  return compiledOf(tx, key);
}

function compiledOf(tx: ReadTx, key: VersionKey): CompiledRules {
  const name = `${key.version}/${key.effectiveFrom}/${key.hash}`;
  const known = compiled.get(name);
  if (known) return known;
  const body = tx.pluck<string>('SELECT body FROM rule_version WHERE version = ?', [key.version]) ?? '{}';
  // Members that the program has learnt since the version was saved are the default ones.
  const draft = { ...DEFAULT_RULES, ...(JSON.parse(body) as RuleDraft) };
  const rules = compileRules(asVersion(draft, key));
  if (compiled.size >= COMPILED_MAX) compiled.clear();
  compiled.set(name, rules);
  return rules;
}
