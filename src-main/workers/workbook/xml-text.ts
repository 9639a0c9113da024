/**
 * Text inside XML of a workbook. Characters that XML cannot hold, and CR which XML readers
 * turn into LF, are written as `_xHHHH_`; a text that already reads so gets its underscore
 * escaped (ECMA-376 Part 1, 22.4.2.4 ST_Xstring).
 */
// eslint-disable-next-line no-control-regex -- the control characters are what is looked for
const UNSAFE = /[&<>"_\u0000-\u0008\u000b-\u001f\ud800-\udfff\ufffe\uffff]/;
// eslint-disable-next-line no-control-regex -- the control characters are what is looked for
const ESCAPED = /[\ud800-\udbff][\udc00-\udfff]|_(?=x[0-9A-Fa-f]{4}_)|[&<>"\u0000-\u0008\u000b-\u001f\ud800-\udfff\ufffe\uffff]/g;

/** Safe as element text and as an attribute value. */
export function escapeXml(text: string): string {
  return UNSAFE.test(text) ? text.replace(ESCAPED, escapeOne) : text;
}

function escapeOne(match: string): string {
  switch (match) {
    case '&':
      return '&amp;';
    case '<':
      return '&lt;';
    case '>':
      return '&gt;';
    case '"':
      return '&quot;';
    default:
      return match.length === 2 ? match : `_x${codeOf(match)}_`;
  }
}

function codeOf(character: string): string {
  return character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
}

/** `<t>` element of a text; white space at the ends, tabs and line feeds are kept. */
export function textElement(text: string): string {
  const space = isSpace(text.charCodeAt(0)) || isSpace(text.charCodeAt(text.length - 1));
  return space ? `<t xml:space="preserve">${escapeXml(text)}</t>` : `<t>${escapeXml(text)}</t>`;
}

function isSpace(code: number): boolean {
  return code <= 0x20;
}
