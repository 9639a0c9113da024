import { compileRules, ruleSetAt } from '#shared/domain/rules/compile.ts';
import type { CompiledRules } from '#shared/domain/rules/compile.ts';
import { DEFAULT_RULES } from '#shared/domain/rules/defaults.ts';
import type { RuleSet } from '#shared/domain/rules/rule-set.ts';
import type { ReadTx } from '../../ledger/index.ts';

const compiled = new WeakMap<RuleSet, CompiledRules>();
const parsed = new Map<string, RuleSet>();

/** The rules in force at an instant; a ledger without versions of its own follows the defaults. */
export function rulesAt(tx: ReadTx, instantMs: number): CompiledRules {
  const sets = tx.pluckAll<string>('SELECT body FROM rule_version ORDER BY version').map(parse);
  const set = ruleSetAt(sets, instantMs) ?? DEFAULT_RULES;
  let rules = compiled.get(set);
  if (!rules) {
    rules = compileRules(set);
    compiled.set(set, rules);
  }
  return rules;
}

function parse(body: string): RuleSet {
  let set = parsed.get(body);
  if (!set) {
    // A version written before there were texts to choose from has the program's own.
    const { macros, pushTemplates } = DEFAULT_RULES;
    set = { macros, pushTemplates, ...(JSON.parse(body) as Omit<RuleSet, 'macros' | 'pushTemplates'>) };
    parsed.set(body, set);
  }
  return set;
}
