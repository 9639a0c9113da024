import { z } from 'zod';
import { CLIENT_TIERS } from '../domain/clients/client-row.ts';
import { command, query, topic } from './define.ts';
import { none, text } from './shapes.ts';

const clientFields = z.object({
  code: text(40),
  name: z.string().trim().max(120),
  tiers: z.array(z.enum(CLIENT_TIERS)),
  accountManager: z.string().trim().max(40),
  industry: z.string().trim().max(60),
  groups: z.array(z.string().trim().max(60)),
  /** 揽投部 */
  station: z.string().trim().max(60),
});

export const clients = {
  list: query({
    input: z.object({ search: z.string().max(100).optional(), offset: z.number().int().min(0), limit: z.number().int().max(500) }),
    output: z.object({
      total: z.number().int(),
      clients: z.array(
        clientFields.extend({
          isKey: z.boolean(),
          /** Seen in imports only, not yet completed by a person. */
          seenOnly: z.boolean(),
          mails: z.number().int(),
          openExceptions: z.number().int(),
        }),
      ),
    }),
  }),
  /** Without a station the one that is known stays. */
  save: command({ input: clientFields.partial({ station: true }), output: none }),
  changed: topic(none),
};
