import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS, SHANGHAI_OFFSET_MS, dayOf, formatDay, formatInstant } from '#shared/kernel/instant.ts';
import { text, weekdayName } from './text.ts';

const two = (value: number) => String(value).padStart(2, '0');

/** A length in hours and minutes: 「26 时 04 分」; from three days on in days and hours. */
export function formatDuration(ms: number): string {
  const minutes = Math.floor(Math.max(0, ms) / MINUTE_MS);
  if (minutes < 60) return text('common:duration.minutes', { m: minutes });
  const hours = Math.floor(minutes / 60);
  if (hours < 72) return text('common:duration.hours', { h: hours, mm: two(minutes % 60) });
  return text('common:duration.daysHours', { d: Math.floor(hours / 24), hh: two(hours % 24) });
}

/** A countdown by its two largest units: 「剩 48 分」, 「超 1 时 05 分」, 「超 2 天 05 时」; seconds only in the last minute. */
export function formatRemaining(dueAt: number, now: number): string {
  const ms = dueAt - now;
  return text(ms >= 0 ? 'common:duration.left' : 'common:duration.over', { duration: shortDuration(Math.abs(ms)) });
}

function shortDuration(ms: number): string {
  if (ms < MINUTE_MS) return text('common:duration.seconds', { s: Math.floor(ms / SECOND_MS) });
  if (ms < DAY_MS) return formatDuration(ms);
  return text('common:duration.daysHours', { d: Math.floor(ms / DAY_MS), hh: two(Math.floor((ms % DAY_MS) / HOUR_MS)) });
}

/** `HH:mm` in Shanghai. */
export function formatClock(at: number): string {
  return formatInstant(at).slice(11, 16);
}

/** The short form in lists: 「15:00」 today, 「昨天 13:08」, 「明天 09:00」, 「11-24 09:05」. */
export function formatMoment(at: number, now: number): string {
  return dayOf(at) === dayOf(now) ? formatClock(at) : formatMomentNamed(at, now);
}

/** As `formatMoment`, but today is named too: 「今天 16:00」. */
export function formatMomentNamed(at: number, now: number): string {
  const time = formatClock(at);
  const distance = dayOf(at) - dayOf(now);
  if (distance === 0) return text('common:moment.today', { time });
  if (distance === -1) return text('common:moment.yesterday', { time });
  if (distance === 1) return text('common:moment.tomorrow', { time });
  const iso = formatInstant(at);
  return iso.slice(0, 4) === formatInstant(now).slice(0, 4) ? `${iso.slice(5, 10)} ${time}` : `${iso.slice(0, 10)} ${time}`;
}

/** `2026-11-24 09:05:10`: where exactness counts. */
export function formatFull(at: number): string {
  return formatInstant(at).slice(0, 19).replace('T', ' ');
}

/** 「11-24 周二 15:12」 of the status bar. */
export function formatStatusClock(now: number): string {
  const weekday = new Date(now + SHANGHAI_OFFSET_MS).getUTCDay();
  return `${formatDay(dayOf(now)).slice(5)} ${weekdayName(weekday)} ${formatClock(now)}`;
}

/** `1,796`. */
export function formatCount(value: number): string {
  return String(Math.trunc(value)).replaceAll(/\B(?=(\d{3})+$)/g, ',');
}

/** A rate in per cent with two decimals, cut and never rounded up: 97.826 → 97.82. */
export function formatRate(part: number, whole: number): string {
  const hundredths = Math.floor((part * 10_000) / whole);
  return `${Math.floor(hundredths / 100)}.${two(hundredths % 100)}%`;
}

/** The value of a `datetime-local` field, in Shanghai time. */
export function toDateTimeField(at: number): string {
  return formatInstant(at).slice(0, 16);
}
