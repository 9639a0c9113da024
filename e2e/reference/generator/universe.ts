import type { MailFields, SourceSystem } from '#shared/domain/mail/statement.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, midnight } from '../shanghai-time.ts';
import { CITIES, type City } from '../statement-builders.ts';
import type { Random } from './random.ts';

/** Posting days around which calendars break. */
export const BASE_DAYS = ['2026-03-02', '2026-02-27', '2028-02-27', '2026-12-30', '2026-04-29', '2026-09-29'];
export const CLIENTS = ['C1', 'C1', 'C2', ''];

/** A mail as it is meant to happen, before sources tell of it. */
export type Plan = {
  mailNo: string;
  acceptedAt: number;
  origin: City;
  /** Null: abroad, beyond the border, or nowhere stated. */
  destination: City | null;
  fields: MailFields;
  /** Which kind of file carries its record; null when only its trace is ever known. */
  record: 'new-generation' | 'registered' | 'quality-grid' | null;
  /** Sources that tell its trace. */
  tellers: Teller[];
};

export type Teller = Exclude<SourceSystem, 'new-generation' | 'registered' | 'other'> | 'coarse-push';

const ALL_CITIES = Object.keys(CITIES) as City[];
const NEAR: City[] = ['湘潭', '长沙', '株洲', '湘潭', '长沙'];

/** The many ways in which a destination is said. */
function sayDestination(random: Random, city: City): MailFields {
  const [province, full] = CITIES[city];
  const short = province.replace(/省|市$/, '');
  const way = random.int(0, 7);
  if (way <= 2) return { destProvince: province, destCity: full };
  if (way === 3) return { destProvince: short, destCity: city };
  if (way === 4) return { destOffice: `${province === full ? '' : province}${full}` };
  if (way === 5) return { destAddress: `${province === full ? '' : province}${full}某某区幸福路12号` };
  if (way === 6) return { destCity: full };
  return { destProvince: province, destCity: full, destAddress: '广东省广州市天河区某路1号' };
}

const NO_CITY: MailFields[] = [
  { destProvince: '香港特别行政区' },
  { destProvince: '台湾省', destCity: '台北市' },
  { destCountry: '日本' },
  { destProvince: '湖南省' },
  { destProvince: '广东省' },
  {},
  { destAddress: '某某小区3栋' },
];

const WEIGHTS: MailFields[] = [
  { declaredG: 1000, actualG: 1100 },
  { declaredG: 1000, actualG: 1101 },
  { declaredG: 2000, actualG: 2200 },
  { declaredG: 2000, actualG: 2201 },
  { declaredG: 500, actualG: 399 },
  { declaredG: 500 },
  { actualG: 700 },
];

function acceptedAt(random: Random, day: string): number {
  const start = midnight(day);
  const edge = random.int(0, 7);
  if (edge === 0) return start;
  if (edge === 1) return start + DAY_MS - 1000;
  if (edge === 2) return start + 12 * HOUR_MS;
  return start + random.int(8, 20) * HOUR_MS + random.int(0, 59) * MINUTE_MS + random.int(0, 59) * 1000;
}

const RECORDS: readonly Plan['record'][] = [
  'new-generation',
  'new-generation',
  'new-generation',
  'new-generation',
  'new-generation',
  'registered',
  'registered',
  'quality-grid',
  'quality-grid',
  null,
];

const TELLERS: readonly Teller[] = [
  'trace-push',
  'trace-push',
  'trace-push',
  'trace-query',
  'trace-stream',
  'trace-web',
  'trace-table',
  'coarse-push',
  'kuaidi100',
  'kdniao',
  'quality-grid',
];

function mailNoOf(index: number): string {
  return `12${String(70000000000 + index * 7)}`;
}

function senderOf(random: Random, origin: City): MailFields {
  if (!random.chance(0.3)) return {};
  return { senderProvince: CITIES[origin][0], senderCity: CITIES[origin][1] };
}

export function planMail(random: Random, index: number, day: string): Plan {
  const origin = random.chance(0.75) ? '湘潭' : random.pick(ALL_CITIES);
  const destination = random.chance(0.85) ? random.pick(random.chance(0.6) ? NEAR : ALL_CITIES) : null;
  const at = acceptedAt(random, day);
  const record = random.pick(RECORDS);
  const isBare = record === 'quality-grid' || random.chance(0.15);
  const client = random.pick(CLIENTS);
  const fields: MailFields = {
    ...(random.chance(0.9) ? { acceptedAt: isBare ? midnight(day) : at } : {}),
    ...(destination ? sayDestination(random, destination) : random.pick(NO_CITY)),
    ...senderOf(random, origin),
    ...(random.chance(0.2) ? { reach: random.pick(['1', '2', '3', '4', '5']) } : {}),
    ...(client === '' ? {} : { clientCode: client }),
    ...(random.chance(0.12) ? random.pick(WEIGHTS) : {}),
    ...(random.chance(0.02) ? { remark: random.pick(['外包装破损', '易碎，防破损']) } : {}),
  };
  if (isBare && fields.acceptedAt !== undefined) fields.acceptedDateOnly = true;
  const tellers = random.chance(0.3) ? [random.pick(TELLERS), random.pick(TELLERS)] : [random.pick(TELLERS)];
  return { mailNo: mailNoOf(index), acceptedAt: at, origin, destination, fields, record, tellers };
}
