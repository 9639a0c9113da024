/** The groups of a printed recovery code, whatever stands between them. */
export function recoveryGroups(code: string): readonly string[] {
  return code.split(/[^0-9A-Za-z]+/).filter((group) => group !== '');
}
