import { z } from 'zod';

/** Roles that a person may have. 坐席, 驻场, 组长, 主管, 客户经理, 邮政管理, 审计, 管理员. */
export const ROLES = ['agent', 'onsite', 'leader', 'supervisor', 'account-manager', 'postal', 'auditor', 'administrator'] as const;
export type Role = (typeof ROLES)[number];

/** Codes of the clients at whose place the person works; of onsite people. */
const clients = z.array(z.string().min(1).max(64)).max(500);

export const personOps = {
  'person.add': z.object({
    name: z.string().min(1).max(40),
    /** 工号 */
    staffNo: z.string().min(1).max(20),
    role: z.enum(ROLES),
    station: z.string().max(60),
    clients: clients.optional(),
  }),
  /** Another post: role, station and clients as they are from now on. Name and number stay. */
  'person.change': z.object({ role: z.enum(ROLES), station: z.string().max(60), clients }),
  'person.remove': z.object({}),
} as const;
export type PersonAddArgs = z.infer<(typeof personOps)['person.add']>;
export type PersonChangeArgs = z.infer<(typeof personOps)['person.change']>;

/** A person as the ops tell; `removed` people stay, for the sake of what they did. */
export type Person = {
  id: string;
  name: string;
  staffNo: string;
  role: Role;
  station: string;
  clients: string[];
  removed: boolean;
};
