/** Short forms under which a division is written: 湖南省 湖南, 湘西土家族苗族自治州 湘西州 湘西. */

const PEOPLES = [
  '土家族',
  '布依族',
  '景颇族',
  '傈僳族',
  '哈尼族',
  '维吾尔族',
  '朝鲜族',
  '蒙古族',
  '哈萨克族',
  '柯尔克孜族',
  '各族',
  '维吾尔',
  '朝鲜',
  '蒙古',
  '哈萨克',
  '柯尔克孜',
  '苗族',
  '藏族',
  '羌族',
  '彝族',
  '侗族',
  '壮族',
  '傣族',
  '白族',
  '回族',
  '黎族',
];
const PLAIN_SUFFIX = /(特别行政区|林区|地区|省|市|盟|州|县|区)$/;
const SELF_RULED = /自治(区|州|县)$/;

function withoutPeoples(name: string): string {
  for (const people of PEOPLES) {
    if (name.length - people.length >= 2 && name.endsWith(people)) return withoutPeoples(name.slice(0, -people.length));
  }
  return name;
}

/** The name without its suffix (湘潭市 → 湘潭); a name that would shrink below two characters stays. */
export function bareName(name: string): string {
  const ruled = SELF_RULED.exec(name);
  if (ruled) return withoutPeoples(name.slice(0, ruled.index));
  const bare = name.replace(PLAIN_SUFFIX, '');
  return bare.length >= 2 ? bare : name;
}

/** Every spelling that means this division, the full one first. */
export function spellings(name: string): string[] {
  const bare = bareName(name);
  const forms = new Set([name, bare]);
  const ruled = SELF_RULED.exec(name);
  if (ruled) {
    forms.add(`${bare}自治${ruled[1] ?? ''}`);
    if (ruled[1] !== '区') forms.add(`${bare}${ruled[1] ?? ''}`);
  }
  return [...forms];
}

/** Half-width, without spaces and the usual brackets. */
export function cleanName(text: string): string {
  return text.replace(/[！-～]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0)).replace(/[\s\u3000]+/g, '');
}
