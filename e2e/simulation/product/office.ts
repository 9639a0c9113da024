import type { Role } from '#shared/domain/people/person.ts';
import type { Client } from '#shared/domain/clients/client.ts';
import { parseInstant } from '#shared/kernel/instant.ts';

/** 2026-03-09 09:00 in Shanghai: the mails below were posted a week ago. */
export const START_MS = parseInstant('2026-03-09T09:00:00') ?? 0;

export type Colleague = { readonly id: string; readonly role: Role; readonly station: string; readonly clients: readonly string[] };

const [NORTH, SOUTH] = ['城北揽投部', '城南揽投部'];

/** Whom grants tell apart: two of one station, one of another, one by clients, and two who see all. */
export const COLLEAGUES: readonly Colleague[] = [
  { id: 'agent-north', role: 'agent', station: NORTH, clients: [] },
  { id: 'leader-north', role: 'leader', station: NORTH, clients: [] },
  { id: 'agent-south', role: 'agent', station: SOUTH, clients: [] },
  { id: 'onsite', role: 'onsite', station: '', clients: ['C1'] },
  { id: 'supervisor', role: 'supervisor', station: '', clients: [] },
  { id: 'administrator', role: 'administrator', station: '', clients: [] },
];

/** Who sits at which device; the last one founds the office. */
export const SEATS: readonly (readonly string[])[] = [
  ['agent-north'],
  ['leader-north', 'onsite'],
  ['agent-south'],
  ['administrator', 'supervisor'],
];

export const STATIONS = [NORTH, SOUTH, ''] as const;

export const CLIENTS: readonly Client[] = [
  { code: 'C1', name: '云杉服饰', tiers: [], accountManager: '', industry: '', groups: [], station: NORTH },
  { code: 'C2', name: '南塘茶业', tiers: [], accountManager: '', industry: '', groups: [], station: SOUTH },
];

/** By client; the last one's client nobody knows. */
export const MAILS: readonly { readonly mailNo: string; readonly client: string | null }[] = [
  { mailNo: '1200000000017', client: 'C1' },
  { mailNo: '1200000000024', client: 'C2' },
  { mailNo: '1200000000031', client: 'C1' },
  { mailNo: '1200000000048', client: null },
];
