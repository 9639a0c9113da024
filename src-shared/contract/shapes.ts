import { z } from 'zod';
import {
  ABNORMAL_TYPES,
  EXCEPTION_STATUSES,
  MISSING,
  PRIORITIES,
  REGION_BASES,
  REGIONS,
  RESPONSIBLE_STAGES,
  RULES,
  SLOT_REGIONS,
  STAGES,
  VERDICTS,
} from '../domain/screening/vocabulary.ts';

/** Shapes that several areas share. Instants are UTC ms, days `YYYY-MM-DD`. */
export const instant = z.number().int();
export const dayText = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
export const mailNo = z.string().min(1).max(40);
export const personId = z.string().min(1).max(40);
export const text = (max: number) => z.string().trim().min(1).max(max);

export const stage = z.enum(STAGES);
export const region = z.enum(REGIONS);
export const slotRegion = z.enum(SLOT_REGIONS);
export const regionBasis = z.enum(REGION_BASES);
export const rule = z.enum(RULES);
export const abnormalType = z.enum(ABNORMAL_TYPES);
export const responsibleStage = z.enum(RESPONSIBLE_STAGES);
export const priority = z.enum(PRIORITIES);
export const verdict = z.enum(VERDICTS);
export const missing = z.enum(MISSING);
export const exceptionStatus = z.enum(EXCEPTION_STATUSES);

export const evidence = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())]));
export const finding = z.object({ rule, since: instant, evidence });

export const slotCounts = z.object({
  day: dayText,
  region: slotRegion,
  due: z.number().int(),
  normal: z.number().int(),
  abnormal: z.number().int(),
  undetermined: z.number().int(),
  onTime: z.number().int(),
  late: z.number().int(),
});
export const none = z.object({});
