import type { DayNumber } from '#shared/kernel/instant.ts';
import type { Region, Rule } from '#shared/domain/screening/vocabulary.ts';
import type { Client } from './clients.ts';
import type { City, Courier, Org } from './geography.ts';
import type { Op } from './operations.ts';
import type { ScriptName } from './shares.ts';
import type { Snap } from './timeline.ts';

/** Which family of sources tells a mail's trace: the first is the postal systems' own. */
export type Family = 'post' | 'coarse' | 'kuaidi100' | 'kdniao';
export const ENVELOPES = ['push', 'query', 'stream', 'web', 'coarse', 'kuaidi100', 'kdniao'] as const;
export type Envelope = (typeof ENVELOPES)[number];

export type JourneyEvent = { at: number; op: Op; org: Org; text: string; courier: Courier | null };

/**
 * One naming of a mail in one trace file: events [from, to) of its journey, known up to the
 * moment of `snap`, imported at `arrival` (later than `snap` when the file is late).
 */
export type Appearance = {
  snap: Snap;
  arrival: Snap;
  envelope: Envelope;
  from: number;
  to: number;
};

/** A rule that an event or a record makes fire, from the moment that it is known. */
export type Planted = {
  rule: Rule;
  /** Index of the offending event; −1 when the mail's record alone does it. */
  event: number;
};

export type MailPlan = {
  mailNo: string;
  script: ScriptName;
  postDay: DayNumber;
  acceptedAt: number;
  /** As the screening must decide it once the record is known. */
  region: Region;
  dest: City | null;
  country: string;
  county: string;
  client: Client | null;
  product: string;
  actualG: number;
  /** Written in a 给据 list as 单件重量; null when the mail is in none. */
  declaredG: number | null;
  remark: string;
  feeFen: number;
  recipient: { name: string; phone: string };
  origin: Org;
  courier: Courier;
  /** False for mails of the 给据 lists alone. */
  inWaybillList: boolean;
  recordSnap: Snap;
  family: Family;
  events: readonly JourneyEvent[];
  appearances: readonly Appearance[];
  planted: readonly Planted[];
  /** A redirection that a person records. */
  redirect: { city: City; at: number; recordedSnap: Snap } | null;
};
