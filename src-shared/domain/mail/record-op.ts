import { z } from 'zod';
import { REGIONS } from '../screening/vocabulary.ts';

export const MAIL_RECORD = 'mail.record';

/** Args of `mail.record`: what a person states of a mail beyond the postal systems, and why. */
export const mailRecordSchema = z.object({
  reason: z.string().min(1).max(500),
  region: z.enum(REGIONS).optional(),
  /** Instant at which the sender recalled the mail. */
  recallAt: z.number().int().optional(),
  redirect: z
    .object({
      /** City key of the new destination. */
      cityKey: z.string().min(1),
      place: z.string(),
      at: z.number().int(),
    })
    .optional(),
  remark: z.string().min(1).max(2000).optional(),
});
export type MailRecordArgs = z.infer<typeof mailRecordSchema>;
