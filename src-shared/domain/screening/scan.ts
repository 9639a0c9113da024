import { STAGE_RANK, type CompiledRules } from '../rules/compile.ts';
import type { FoldedEvent, MailState } from './evaluation.ts';
import type { Stage } from './vocabulary.ts';

/** What several rules ask of the same events, found in one pass. Positions are indexes, -1: none. */
export type Scan = {
  /** First delivered event. */
  delivery: number;
  /** Last attempt-failed before the delivery. */
  failure: number;
  /** Out-for-delivery between failure and delivery. */
  roundAfterFailure: boolean;
  /** Out-for-delivery or ready-for-pickup before the delivery. */
  roundBefore: boolean;
  /** First returned event; events after it are the return leg. */
  firstReturn: number;
  /** First left-origin, centre or linehaul event. */
  departure: number;
  /** Earliest recall, by an event or a person; Infinity: none. */
  recallAt: number;
  /** A redirection is recorded, by an event or a person. */
  redirected: boolean;
};

const DELIVERY_SIDE: ReadonlySet<Stage> = new Set<Stage>(['at-delivery-station', 'out-for-delivery', 'attempt-failed', 'ready-for-pickup']);
const MOVING: ReadonlySet<Stage> = new Set<Stage>(['left-origin', 'at-centre', 'left-centre', 'linehaul', 'customs']);
const DEPARTED: ReadonlySet<Stage> = new Set<Stage>(['left-origin', 'at-centre', 'left-centre', 'linehaul']);

export function isDeliverySide(stage: Stage | null): boolean {
  return stage !== null && DELIVERY_SIDE.has(stage);
}

/** Between leaving the origin and reaching the station of delivery. */
export function isMoving(stage: Stage): boolean {
  return MOVING.has(stage);
}

/** True for stages from left-origin to ready-for-pickup: what cannot follow a delivery. */
export function isBeforeDelivery(stage: Stage): boolean {
  const rank = STAGE_RANK[stage];
  return rank >= STAGE_RANK['left-origin'] && rank < STAGE_RANK.delivered;
}

export function eventAt(state: MailState, index: number): FoldedEvent {
  return state.events[index] as FoldedEvent;
}

function noteFlag(scan: Scan, event: FoldedEvent, rules: CompiledRules): void {
  if (event.system !== 'post') return;
  if (rules.recallCodes.has(event.code)) scan.recallAt = Math.min(scan.recallAt, event.at);
  else if (rules.redirectCodes.has(event.code)) scan.redirected = true;
}

function noteStage(scan: Scan, stage: Stage, index: number): void {
  if (stage === 'returned') {
    if (scan.firstReturn < 0) scan.firstReturn = index;
  } else if (DEPARTED.has(stage)) {
    if (scan.departure < 0) scan.departure = index;
  }
  if (scan.delivery >= 0) return;
  if (stage === 'delivered') scan.delivery = index;
  else if (stage === 'attempt-failed') {
    scan.failure = index;
    scan.roundAfterFailure = false;
  } else if (stage === 'out-for-delivery') {
    scan.roundBefore = true;
    scan.roundAfterFailure = true;
  } else if (stage === 'ready-for-pickup') scan.roundBefore = true;
}

/** Looks once through the events of a mail. */
export function scanEvents(state: MailState, rules: CompiledRules): Scan {
  const scan: Scan = {
    delivery: -1,
    failure: -1,
    roundAfterFailure: false,
    roundBefore: false,
    firstReturn: -1,
    departure: -1,
    recallAt: Infinity,
    redirected: state.records.redirects.length > 0,
  };
  for (const at of state.records.recalls) scan.recallAt = Math.min(scan.recallAt, at);
  for (let index = 0; index < state.events.length; index++) {
    const event = eventAt(state, index);
    noteFlag(scan, event, rules);
    if (event.stage !== null) noteStage(scan, event.stage, index);
  }
  return scan;
}
