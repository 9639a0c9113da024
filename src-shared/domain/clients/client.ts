import { z } from 'zod';
import { CLIENT_TIERS } from './client-row.ts';

/** A client of the register, as people keep it; the args of `client.save`. */
export const clientSchema = z.object({
  code: z.string().min(1).max(64),
  name: z.string().max(200),
  tiers: z.array(z.enum(CLIENT_TIERS)),
  accountManager: z.string().max(100),
  industry: z.string().max(100),
  groups: z.array(z.string().max(100)),
});
export type Client = z.infer<typeof clientSchema>;

export const CLIENT_SAVE = 'client.save';
