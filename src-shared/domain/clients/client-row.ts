import { z } from 'zod';

/** Tier flags of a client, several at once: 协议, 重点, VIP, 头部, 战略. */
export const CLIENT_TIERS = ['agreement', 'key', 'vip', 'head', 'strategic'] as const;
export type ClientTier = (typeof CLIENT_TIERS)[number];

/** One row of a clients file. Absent members say nothing about the client. */
export const clientRowSchema = z.strictObject({
  /** 1-based row in the source. */
  row: z.number().int().min(1),
  code: z.string().min(1).max(64),
  name: z.string().min(1).max(200),
  tiers: z.array(z.enum(CLIENT_TIERS)).readonly().optional(),
  accountManager: z.string().max(100).optional(),
  industry: z.string().max(100).optional(),
  groups: z.array(z.string().max(100)).readonly().optional(),
  station: z.string().max(60).optional(),
});
export type ClientRow = z.infer<typeof clientRowSchema>;
