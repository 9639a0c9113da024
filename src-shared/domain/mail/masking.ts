/**
 * Personal data as screens and exports show it unless it is revealed: of a name all but the first
 * character, of a phone number at least six digits, of an address the unit and room are hidden
 * (the national standard for courier labels).
 */

const HIDDEN_DIGITS = 6;
const HEAD_DIGITS = 3;
const TAIL_DIGITS = 2;

/** 王小明 → 王*; what is masked already stays. */
export function maskName(name: string): string {
  const [first] = name.trim();
  return first === undefined ? '' : `${first}*`;
}

/** Digits stay at both ends (138******12), at least six are hidden; separators stay. */
export function maskPhone(phone: string): string {
  const count = (phone.match(/\d/g) ?? []).length;
  const spare = Math.max(0, count - HIDDEN_DIGITS);
  const tail = Math.min(TAIL_DIGITS, spare);
  const head = Math.min(HEAD_DIGITS, spare - tail);
  let seen = 0;
  return phone.replace(/\d/g, (digit) => (seen++ < head || seen > count - tail ? digit : '*'));
}

const NUMERAL = '[0-9０-９A-Za-zＡ-Ｚａ-ｚ一二三四五六七八九十百零〇两甲乙丙丁东南西北#＃-]';
/** From the first building, unit, floor or room on. */
const UNIT = new RegExp(`${NUMERAL}+\\s*(号楼|号院|栋|幢|座|单元|楼|层|室|户|房|铺|档|梯|門|门).*$`, 's');
const LAST_NUMBERS = /[0-9０-９]+([-—–－][0-9０-９]+)+(?!.*[0-9０-９]).*$/s;
const HOUSE_NUMBER = /[0-9０-９]+(?=号[^0-9０-９]*$)/;

/** Hides unit and room (…12号金都花园***); without any, the house number. Phones in it are hidden too. */
export function maskAddress(address: string): string {
  const text = maskText(address);
  for (const part of [UNIT, LAST_NUMBERS]) {
    if (part.test(text)) return text.replace(part, '***');
  }
  return text.replace(HOUSE_NUMBER, '**').replace(/[0-9０-９]{3,}\s*$/, '***');
}

/** A name in 【…】 that stands before a phone number. */
const NAME_WITH_PHONE = /【(?!联系|电话|手机|tel)([^【】，,、:：\s*]{2,20})(?=[，,、:：\s]*(?:联系)?(?:电话|手机|tel)?[:：\s]*[\d+(（])/gi;
const COURIER_NAME =
  /((?:快递员|投递员|揽投员|派件员|收件人|寄件人|联系人|代收人)[:：\s]*)([\u4e00-\u9fa5·]{2,4})(?=[，,、:：\s]*(?:联系)?(?:电话|手机)?[:：\s]*1[3-9]\d)/g;
/** Two capitals before eleven digits make a mail number, not a phone. */
const MOBILE = /(?<!\d|(?:^|[^A-Za-z])[A-Z]{2})(?:\+?86[- ]?)?1[3-9]\d(?:[- ]?\d{4}){2}(?!\d)/g;
const LANDLINE = /(?<!\d|(?:^|[^A-Za-z])[A-Z]{2})(?:\(0\d{2,3}\)|（0\d{2,3}）|0\d{2,3})[- ]?\d{3,4}[- ]?\d{4}(?!\d)/g;
const NAMED_PHONE = /((?:电话|手机|座机|tel|联系方式)[:：\s]*)(\d{3,4}[- ]?\d{4})(?!\d)/gi;
/** Any other eleven digits are treated as a phone number too. */
const ELEVEN = /(?<!\d|(?:^|[^A-Za-z])[A-Z]{2})\d{11}(?!\d)/g;

/** Masks phone numbers, and names that stand with one, in free text (opDesc, notes, remarks). */
export function maskText(text: string): string {
  if (!/\d{4}/.test(text)) return text;
  return text
    .replace(NAME_WITH_PHONE, (_whole, name: string) => `【${maskName(name)}`)
    .replace(COURIER_NAME, (_whole, role: string, name: string) => role + maskName(name))
    .replace(MOBILE, maskPhone)
    .replace(LANDLINE, maskPhone)
    .replace(NAMED_PHONE, (_whole, word: string, phone: string) => word + maskPhone(phone))
    .replace(ELEVEN, maskPhone);
}
