import type { InputOf, OutputOf } from '#shared/contract/define.ts';
import type { AppContract } from '#shared/contract/contract.ts';
import type { QueueRow } from './queue-store.ts';

export type QueueAct = InputOf<AppContract['queue']['act']>['act'];
export type Phrases = OutputOf<AppContract['queue']['phrases']>;
export type Macro = Phrases['macros'][number];

/** What the screen knows at the moment of an act. */
export type ActContext = {
  readonly now: number;
  readonly me: { readonly id: string; readonly name: string } | null;
  readonly macros: readonly Macro[];
  readonly nameOf: (personId: string) => string;
};
type Patch = Partial<QueueRow>;
type Of<K extends QueueAct['kind']> = Extract<QueueAct, { kind: K }>;

/** The macro that an act follows up by: the named one, else the first of the type. */
function macroOf(macros: readonly Macro[], type: QueueRow['type'], macroId?: string): Macro | undefined {
  return macroId === undefined ? macros.find(({ types }) => types.includes(type)) : macros.find(({ id }) => id === macroId);
}

function claimed(row: QueueRow, { me }: ActContext): Patch {
  if (me === null || row.ownerId !== null) return {};
  return { ownerId: me.id, ownerName: me.name, firstAskerName: row.firstAskerName ?? me.name };
}

function followedUp(row: QueueRow, { now, me }: ActContext, follow: { text: string; nextAt: number }): Patch {
  return {
    followUps: row.followUps + 1,
    interventionAt: row.interventionAt ?? now,
    lastFollowUp: { at: now, text: follow.text, by: me?.name ?? '' },
    ...nextOn(follow.nextAt),
  };
}

const nextOn = (nextAt: number): Patch => ({ nextAt, dueAt: nextAt, clock: 'ok', snoozedUntil: null, snoozeReason: null });
const CLOSED: Patch = { status: 'closed', clock: 'done' };

function accepted(row: QueueRow, act: Of<'accept'>, context: ActContext): Patch {
  const type = act.type ?? row.type;
  const macro = macroOf(context.macros, type, act.macroId);
  const follow = macro === undefined ? {} : followedUp(row, context, { text: act.text ?? macro.text, nextAt: act.nextAt ?? macro.nextAt });
  return { ...claimed(row, context), ...follow, type, typeConfirmed: true, stageConfirmed: true };
}

/** One patch a kind: a new act without one does not compile. */
const PATCHES: { readonly [K in QueueAct['kind']]: (row: QueueRow, act: Of<K>, context: ActContext) => Patch } = {
  claim: (row, _act, context) => claimed(row, context),
  accept: accepted,
  macro: (row, { macroId }, context) => {
    const macro = macroOf(context.macros, row.type, macroId);
    return { ...claimed(row, context), ...(macro === undefined ? {} : followedUp(row, context, macro)) };
  },
  'follow-up': (row, act, context) => ({ ...(act.claim === true ? claimed(row, context) : {}), ...followedUp(row, context, act) }),
  'set-type': (_row, { type }) => ({ type, typeConfirmed: true }),
  'set-stage': (_row, { responsibleStage, organisation }) => ({ responsibleStage, organisation, stageConfirmed: true }),
  'set-next': (_row, { nextAt }) => nextOn(nextAt),
  transfer: (_row, { to }, { nameOf }) => ({ ownerId: to, ownerName: nameOf(to) }),
  snooze: (_row, { until, reason }) => ({ snoozedUntil: until, snoozeReason: reason }),
  wake: () => ({ snoozedUntil: null, snoozeReason: null }),
  feedback: (_row, _act, { now }) => ({ feedbackAt: now }),
  push: (row, _act, { now }) => ({ pushedAt: now, pushes: row.pushes + 1, pushWaived: null }),
  'waive-push': (_row, { reason }) => ({ pushWaived: reason }),
  'confirm-self-cleared': () => CLOSED,
  close: () => CLOSED,
};

/** Gates that the screen can judge as well: what they would refuse is not painted as done. */
function isRefused(row: QueueRow, { kind }: QueueAct, { me }: ActContext): boolean {
  const heldByOther = row.ownerId !== null && row.ownerId !== me?.id;
  if (row.status === 'closed') return true;
  if (kind === 'claim' || kind === 'accept') return heldByOther;
  return kind === 'confirm-self-cleared' && row.status !== 'self-cleared';
}

/** What a row shows at once, before the engine has answered. */
export function patchOf(row: QueueRow, act: QueueAct, context: ActContext): Patch {
  if (isRefused(row, act, context)) return {};
  const patch = PATCHES[act.kind] as (row: QueueRow, act: QueueAct, context: ActContext) => Patch;
  return patch(row, act, context);
}
