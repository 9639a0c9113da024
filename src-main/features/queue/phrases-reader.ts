import type { AppContract } from '#shared/contract/contract.ts';
import type { OutputOf } from '#shared/contract/define.ts';
import { heldOf } from '#shared/domain/exceptions/exception.ts';
import { macrosFor } from '#shared/domain/exceptions/phrases.ts';
import type { CompiledRules } from '#shared/domain/rules/compile.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { ReadTx } from '../../ledger/index.ts';
import { findException } from '../exceptions/index.ts';
import { followUpBy, getPushTemplate, macroTime, nextLookAt, pushTextFor } from './act-drafts.ts';
import type { TextContext } from './template-facts.ts';

export type Phrases = OutputOf<AppContract['queue']['phrases']>;
type PushText = OutputOf<AppContract['queue']['pushTexts']>['texts'][number];
type Suggestion = OutputOf<AppContract['queue']['get']>['suggestion'];

/** What people choose from, as it is in force. */
export function readPhrases(rules: CompiledRules, now: number): Phrases {
  const { macros, pushTemplates, version } = rules.set;
  return {
    version,
    macros: macros.map((macro) => ({
      id: macro.id,
      name: macro.name,
      types: macro.types,
      text: macro.text,
      nextAt: macroTime(macro, { now, rules }),
    })),
    pushTemplates: pushTemplates.map(({ id, name, types, text }) => ({ id, name, types, text })),
  };
}

/**
 * Messages to the clients of exceptions; one that is gone is left out. Throws AppError 'not-found'
 * `push-template-not-found`.
 */
export function listPushTexts(exceptionIds: readonly string[], templateId: string | undefined, context: TextContext): PushText[] {
  return exceptionIds.flatMap((exceptionId) => {
    const state = findException(context.tx, exceptionId);
    if (!state) return [];
    const template = getPushTemplate(context.rules, { id: templateId, type: heldOf(state).type });
    return [{ exceptionId, mailNo: state.mailNo, templateId: template.id, text: pushTextFor(template, state, context) }];
  });
}

/** What accepting would write now. Throws AppError 'not-found'. */
export function readSuggestion(tx: ReadTx, uid: string, context: Omit<TextContext, 'tx'>): Suggestion {
  const state = findException(tx, uid);
  if (!state) throw new AppError('not-found', 'not-found');
  const { type, stage, organisation } = heldOf(state);
  const [macro] = macrosFor(context.rules.set.macros, type);
  const made = macro && followUpBy(macro, state, { tx, ...context });
  return {
    type,
    responsibleStage: stage,
    organisation,
    nextAt: made?.nextAt ?? nextLookAt(state, context),
    macroId: macro?.id ?? null,
    macroName: macro?.name ?? null,
    text: made?.text ?? null,
  };
}
