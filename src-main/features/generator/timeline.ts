import { dayOf, dayStart, formatDay, DAY_MS, MINUTE_MS, SECOND_MS, type DayNumber } from '#shared/kernel/instant.ts';
import type { SlotRegion } from '#shared/domain/screening/vocabulary.ts';

/**
 * The operator's rhythm: three snapshots a day, numbered day × 3 + phase. At each one traces
 * known up to `asOf` are imported a little later and then screened.
 */
export type Snap = number;

export const MORNING = 0;
export const AFTERNOON = 1;
export const EVENING = 2;

type PhaseMinutes = { asOf: number; importAt: number; factAt: number; screenAt: number };
const PHASES: readonly [PhaseMinutes, PhaseMinutes, PhaseMinutes] = [
  { asOf: 8 * 60 + 20, importAt: 8 * 60 + 25, factAt: 8 * 60 + 27, screenAt: 8 * 60 + 30 },
  { asOf: 13 * 60 + 50, importAt: 13 * 60 + 55, factAt: 13 * 60 + 57, screenAt: 14 * 60 },
  { asOf: 20 * 60 + 30, importAt: 20 * 60 + 35, factAt: 20 * 60 + 37, screenAt: 20 * 60 + 40 },
];

const OFFSETS: Readonly<Record<SlotRegion, number>> = { 'same-city': 1, 'in-province': 2, 'out-of-province': 3 };

export function snapAt(day: DayNumber, phase: number): Snap {
  return day * 3 + phase;
}

export function dayOfSnap(snap: Snap): DayNumber {
  return Math.floor(snap / 3);
}

function phaseOf(snap: Snap): PhaseMinutes {
  const phase = PHASES[snap - dayOfSnap(snap) * 3];
  if (!phase) throw new RangeError('snap is not an integer');
  return phase;
}

function instantAt(snap: Snap, minutes: number): number {
  return dayStart(dayOfSnap(snap)) + minutes * MINUTE_MS;
}

/** Moment up to which a snapshot knows the traces. */
export function asOf(snap: Snap): number {
  return instantAt(snap, phaseOf(snap).asOf);
}

export function importAt(snap: Snap): number {
  return instantAt(snap, phaseOf(snap).importAt);
}

export function factAt(snap: Snap): number {
  return instantAt(snap, phaseOf(snap).factAt);
}

export function screenAt(snap: Snap): number {
  return instantAt(snap, phaseOf(snap).screenAt);
}

/** First snapshot that knows what happened at this moment. */
export function snapOf(at: number): Snap {
  const day = dayOf(at);
  for (let phase = 0; phase < 3; phase++) if (at <= asOf(snapAt(day, phase))) return snapAt(day, phase);
  return snapAt(day + 1, MORNING);
}

export function dueDay(postDay: DayNumber, region: SlotRegion): DayNumber {
  return postDay + OFFSETS[region];
}

/** First snapshot whose screening finds the slot of this day open. */
export function firstSnapOfSlot(day: DayNumber, region: SlotRegion): Snap {
  return snapAt(day, region === 'same-city' ? AFTERNOON : MORNING);
}

export function slotOpening(day: DayNumber, region: SlotRegion): number {
  return dayStart(day) + (region === 'same-city' ? 12 * 60 * MINUTE_MS : 0);
}

const PAIRS = Array.from({ length: 60 }, (_, n) => String(n).padStart(2, '0'));
const dayTexts = new Map<DayNumber, string>();

function dayText(day: DayNumber): string {
  let date = dayTexts.get(day);
  if (date === undefined) {
    date = formatDay(day);
    dayTexts.set(day, date);
  }
  return date;
}

/** `yyyy-MM-dd HH:mm:ss` in Asia/Shanghai, as the postal systems write it. */
export function timeText(at: number): string {
  const day = dayOf(at);
  const seconds = Math.floor((at - dayStart(day)) / SECOND_MS);
  const minutes = Math.floor(seconds / 60);
  return `${dayText(day)} ${PAIRS[Math.floor(minutes / 60)]}:${PAIRS[minutes % 60]}:${PAIRS[seconds % 60]}`;
}

/** `20250613` of a day, `20250613-0820` of a snapshot: parts of file names. */
export function dayStamp(day: DayNumber): string {
  return dayText(day).replaceAll('-', '');
}

export function snapStamp(snap: Snap): string {
  const minutes = phaseOf(snap).asOf;
  return `${dayStamp(dayOfSnap(snap))}-${PAIRS[Math.floor(minutes / 60)]}${PAIRS[minutes % 60]}`;
}

/** A moment of a day: minutes after its midnight plus seconds, as an instant. */
export function clock(day: DayNumber, minutes: number, seconds = 0): number {
  return day * DAY_MS - 8 * 3_600_000 + minutes * MINUTE_MS + seconds * SECOND_MS;
}
