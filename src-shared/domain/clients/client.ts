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
  /** 揽投部 that serves the client; left out, what is known stays. */
  station: z.string().max(60).optional(),
});
export type ClientSaveArgs = z.infer<typeof clientSchema>;
export type Client = Omit<ClientSaveArgs, 'station'> & { station: string };

export const CLIENT_SAVE = 'client.save';

/** The fold of `client.save`: the last saved columns hold. */
export function clientAfter(before: Client | undefined, args: ClientSaveArgs): Client {
  return { ...args, station: args.station ?? before?.station ?? '' };
}
