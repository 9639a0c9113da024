import type { AppContract } from '#shared/contract/contract.ts';
import type { InputOf } from '#shared/contract/define.ts';
import { heldOf } from '#shared/domain/exceptions/exception.ts';
import type { ExceptionState } from '#shared/domain/exceptions/exception.ts';
import type { FoldedOp } from '#shared/domain/exceptions/ops.ts';
import { macrosFor, pushTemplatesFor } from '#shared/domain/exceptions/phrases.ts';
import type { Macro, PushTemplate } from '#shared/domain/exceptions/phrases.ts';
import type { CompiledRules } from '#shared/domain/rules/compile.ts';
import { afterDutyTime, interventionDueAt } from '#shared/domain/screening/intervention.ts';
import type { AbnormalType } from '#shared/domain/screening/vocabulary.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import { HOUR_MS } from '#shared/kernel/instant.ts';
import { textFor } from './template-facts.ts';
import type { TextContext } from './template-facts.ts';

export type QueueAct = InputOf<AppContract['queue']['act']>['act'];
export type ActDraft = { [K in FoldedOp['kind']]: Pick<Extract<FoldedOp, { kind: K }>, 'kind' | 'args'> }[FoldedOp['kind']];

/**
 * The op that an act is on one exception: what the act leaves out comes from the exception, its
 * words from the templates in force. Throws AppError 'not-found' `macro-not-found` or
 * `push-template-not-found`.
 */
export function draftOf(act: QueueAct, state: ExceptionState, context: TextContext): ActDraft {
  switch (act.kind) {
    case 'accept':
      return acceptDraft(act, state, context);
    case 'macro': {
      const macro = getMacro(context.rules, act.macroId);
      return { kind: 'exception.follow-up', args: { ...followUpBy(macro, state, context), claims: true, macro: macro.id } };
    }
    case 'follow-up':
      return { kind: 'exception.follow-up', args: { text: act.text, nextAt: act.nextAt, ...(act.claim === true && { claims: true }) } };
    case 'set-stage':
      return { kind: 'exception.set-stage', args: { stage: act.responsibleStage, organisation: act.organisation } };
    case 'transfer':
      return { kind: 'exception.transfer', args: { to: act.to, reason: act.reason ?? '' } };
    case 'push':
      return pushDraft(act, state, context);
    default: {
      const { kind, ...args } = act;
      return { kind: `exception.${kind}`, args } as ActDraft;
    }
  }
}

function acceptDraft(act: Extract<QueueAct, { kind: 'accept' }>, state: ExceptionState, context: TextContext): ActDraft {
  const held = heldOf(state);
  const type = act.type ?? held.type;
  const stage = act.responsibleStage ?? held.stage;
  // An organisation belongs to its stage: another stage has its own.
  const organisation = act.organisation === undefined ? (stage === held.stage ? held.organisation : null) : act.organisation;
  const macro = act.macroId === undefined ? macrosFor(context.rules.set.macros, type)[0] : getMacro(context.rules, act.macroId);
  const accepted = { ...state, type, stage, organisation };
  const made = macro && followUpBy(macro, accepted, context);
  const text = act.text ?? made?.text;
  if (text === undefined) throw new AppError('not-found', 'macro-not-found');
  const nextAt = act.nextAt ?? made?.nextAt ?? nextLookAt(state, context);
  return { kind: 'exception.accept', args: { type, stage, organisation, text, nextAt, macro: macro?.id ?? null } };
}

export function followUpBy(macro: Macro, state: ExceptionState, context: TextContext): { text: string; nextAt: number } {
  const nextAt = macroTime(macro, context);
  return { text: textFor(macro.text, state, { ...context, nextAt }), nextAt };
}

export function macroTime({ nextDutyH }: Macro, { now, rules }: Pick<TextContext, 'now' | 'rules'>): number {
  return Math.max(now + 1, Math.round(afterDutyTime(now, nextDutyH * HOUR_MS, rules)));
}

/** Without a macro the next look is due after the time that the priority allows for a first intervention. */
export function nextLookAt(state: ExceptionState, { now, rules }: Pick<TextContext, 'now' | 'rules'>): number {
  return Math.max(now + 1, interventionDueAt(now, state.assessment.priority, rules));
}

function getMacro({ set }: CompiledRules, id: string): Macro {
  const macro = set.macros.find((each) => each.id === id);
  if (!macro) throw new AppError('not-found', 'macro-not-found');
  return macro;
}

function pushDraft(act: Extract<QueueAct, { kind: 'push' }>, state: ExceptionState, context: TextContext): ActDraft {
  const { templateId, channel } = act;
  if (act.text !== undefined) return { kind: 'exception.push', args: { template: templateId ?? null, text: act.text, channel } };
  const template = getPushTemplate(context.rules, { id: templateId, type: heldOf(state).type });
  return { kind: 'exception.push', args: { template: template.id, text: pushTextFor(template, state, context), channel } };
}

/** The message that a client would be told now: the promise in it is the next follow-up. */
export function pushTextFor(template: PushTemplate, state: ExceptionState, context: TextContext): string {
  const promised = state.nextAt !== null && state.nextAt > context.now ? state.nextAt : nextLookAt(state, context);
  return textFor(template.text, state, { ...context, nextAt: promised });
}

/** The named one, else the first for the type. */
export function getPushTemplate({ set }: CompiledRules, wanted: { id: string | undefined; type: AbnormalType }): PushTemplate {
  const template =
    wanted.id === undefined ? pushTemplatesFor(set.pushTemplates, wanted.type)[0] : set.pushTemplates.find(({ id }) => id === wanted.id);
  if (!template) throw new AppError('not-found', 'push-template-not-found');
  return template;
}
