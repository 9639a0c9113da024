import type { Scan } from './facts.ts';
import type { Mail } from './mail-state.ts';

/** Out-for-delivery, attempt-failed, ready-for-pickup or delivered. */
function handsOver(scan: Scan): boolean {
  return (
    scan.stage === 'out-for-delivery' || scan.stage === 'attempt-failed' || scan.stage === 'ready-for-pickup' || scan.stage === 'delivered'
  );
}

/** The first such event of a mail in a city. */
function firstIn(mail: Mail, city: string): number | null {
  return mail.scans.find((s) => handsOver(s) && s.city === city)?.at ?? null;
}

/** One known client, neither void, accepted on one day, destinations in different known cities. */
function couldBeSwapped(a: Mail, b: Mail): boolean {
  if (a.mailNo === b.mailNo || a.stage === 'void' || b.stage === 'void') return false;
  if (!a.fields.clientCode || a.fields.clientCode !== b.fields.clientCode) return false;
  if (a.acceptance === null || b.acceptance === null || a.acceptance.day !== b.acceptance.day) return false;
  return a.destination.city !== null && b.destination.city !== null && a.destination.city !== b.destination.city;
}

/** Each was handed over in the other's city: the moment at which this was complete. */
function swappedSince(a: Mail, b: Mail): number | null {
  if (!couldBeSwapped(a, b) || a.destination.city === null || b.destination.city === null) return null;
  const mine = firstIn(a, b.destination.city);
  const theirs = firstIn(b, a.destination.city);
  return mine === null || theirs === null ? null : Math.max(mine, theirs);
}

/** Since the later mail's event with the earliest partner. */
export function suspectedSwap(mail: Mail, mails: readonly Mail[]): number | null {
  const moments = mails.flatMap((partner) => swappedSince(mail, partner) ?? []);
  return moments.length === 0 ? null : Math.min(...moments);
}
