/**
 * Text as it is compared: full-width signs as ASCII, Latin letters small. The answer has the length
 * of the text, so that a place in one is the same place in the other.
 */
export function foldText(text: string): string {
  const narrow = text.replace(FULL_WIDTH, (sign) => (sign === '\u3000' ? ' ' : String.fromCharCode(sign.charCodeAt(0) - 0xfee0)));
  const small = narrow.toLowerCase();
  return small.length === text.length ? small : narrow.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

const FULL_WIDTH = /[！-～\u3000]/g;
