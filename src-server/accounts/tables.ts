import { bigint, boolean, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';

const instant = (name: string) => bigint(name, { mode: 'number' });

/** The tables of `migrations/server/0000-floor.sql` as drizzle sees them; the migration is what holds. */
export const accounts = pgTable('account', {
  personId: text('person_id').primaryKey(),
  staffNo: text('staff_no').notNull(),
  name: text('name').notNull(),
  role: text('role').notNull(),
  station: text('station').notNull(),
  clients: text('clients').array().notNull(),
  removed: boolean('removed').notNull(),
});

export const devices = pgTable('device', {
  deviceId: text('device_id').primaryKey(),
  publicKey: text('public_key').notNull(),
  name: text('name').notNull(),
  enrolledAt: instant('enrolled_at').notNull(),
  enrolledBy: text('enrolled_by').notNull(),
  revokedAt: instant('revoked_at'),
  lastSeenAt: instant('last_seen_at').notNull(),
});

export const devicePersons = pgTable(
  'device_person',
  {
    deviceId: text('device_id').notNull(),
    personId: text('person_id').notNull(),
    enrolledAt: instant('enrolled_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.deviceId, table.personId] })],
);

export const personAliases = pgTable(
  'person_alias',
  {
    deviceId: text('device_id').notNull(),
    localId: text('local_id').notNull(),
    personId: text('person_id').notNull(),
    boundAt: instant('bound_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.deviceId, table.localId] })],
);

export const enrolmentCodes = pgTable('enrolment_code', {
  selector: text('selector').primaryKey(),
  hash: text('hash').notNull(),
  personId: text('person_id').notNull(),
  madeAt: instant('made_at').notNull(),
  expiresAt: instant('expires_at').notNull(),
  tries: integer('tries').notNull(),
  usedAt: instant('used_at'),
  deviceId: text('device_id'),
});
