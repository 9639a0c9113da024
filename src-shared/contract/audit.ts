import { z } from 'zod';
import { AUDIT_GROUPS } from '../domain/permissions/audit-groups.ts';
import { query } from './define.ts';
import { dayText, instant, personId } from './shapes.ts';

const cursor = z.object({ at: instant, id: z.string().max(200) });

/** 审计: who saw, changed and exported what. */
export const audit = {
  /** What people did, the newest first; texts are masked. `next`: where the following page begins, null at the end. */
  list: query({
    input: z.object({
      personId: personId.optional(),
      group: z.enum(AUDIT_GROUPS).optional(),
      /** Shanghai days, both included. */
      from: dayText.optional(),
      to: dayText.optional(),
      after: cursor.optional(),
      limit: z.number().int().min(1).max(200),
    }),
    output: z.object({
      entries: z.array(
        z.object({
          id: z.string(),
          at: instant,
          personId,
          personName: z.string(),
          staffNo: z.string(),
          kind: z.string(),
          /** Mail number, client, person: what it was done to. */
          subject: z.string(),
          text: z.string(),
          /** Told by another machine through the server. */
          elsewhere: z.boolean(),
          /** Its arguments have been erased for the sake of personal data. */
          erased: z.boolean(),
        }),
      ),
      next: cursor.nullable(),
    }),
  }),
};
