/** Groups of a mail number for the eye: 4-4-5 of thirteen digits, letters apart in S10 numbers. */
export function groupMailNumber(mailNo: string): readonly string[] {
  if (/^\d{13}$/.test(mailNo)) return [mailNo.slice(0, 4), mailNo.slice(4, 8), mailNo.slice(8)];
  const s10 = /^([A-Z]{2})(\d{4})(\d{5})([A-Z]{2})$/.exec(mailNo);
  return s10 ? s10.slice(1) : [mailNo];
}
