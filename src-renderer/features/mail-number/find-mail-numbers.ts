import { checkMailNo } from '#shared/domain/mail/mail-no.ts';

/** Letters and digits that could be a mail number, cut out of whatever stands around it. */
const CANDIDATE = /(?<![A-Z0-9])(?:[A-Z]{2}\d{9}[A-Z]{2}|[A-Z]{2}\d{11}|\d{13})(?![A-Z0-9])/g;
const MOST = 20;

/** Mail numbers in a copied text, each once, in its order; at most twenty. */
export function findMailNumbers(text: string): readonly string[] {
  const folded = text.replace(/[！-～]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0)).toUpperCase();
  // Numbers are often copied in groups; a gap within one is closed, one between two numbers is not.
  const grouped = folded.replace(/(?<![A-Z0-9])(\d{4})[ -](\d{4})[ -](\d{5})(?![A-Z0-9])/g, '$1$2$3');
  const found = [...grouped.matchAll(CANDIDATE)].map(([candidate]) => checkMailNo(candidate));
  return [...new Set(found.flatMap((check) => (check.ok ? [check.mailNo] : [])))].slice(0, MOST);
}
