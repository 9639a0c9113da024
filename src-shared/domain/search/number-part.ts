import { normaliseMailNo } from '../mail/mail-no.ts';

export const SHORTEST_PART = 4;
/** As long as a mail number may be. */
const LONGEST_PART = 40;
const PART = /^[A-Z]{0,2}\d+[A-Z]{0,2}$/;

/** The part of a mail number that a question is, cleaned as numbers are; null when it is none. */
export function numberPartOf(question: string): string | null {
  if (question.length > 4 * LONGEST_PART) return null;
  const part = normaliseMailNo(question).replace(/[-‐-―]/g, '');
  return part.length >= SHORTEST_PART && part.length <= LONGEST_PART && PART.test(part) ? part : null;
}
