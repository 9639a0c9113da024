import { z } from 'zod';

/** Roles that a person may have on this machine. 坐席, 驻场, 组长, 主管, 管理员. */
export const ROLES = ['agent', 'onsite', 'leader', 'supervisor', 'administrator'] as const;
export type Role = (typeof ROLES)[number];

export const personOps = {
  'person.add': z.object({
    name: z.string().min(1).max(40),
    /** 工号 */
    staffNo: z.string().min(1).max(20),
    role: z.enum(ROLES),
    station: z.string().max(60),
  }),
  'person.remove': z.object({}),
} as const;
export type PersonAddArgs = z.infer<(typeof personOps)['person.add']>;
