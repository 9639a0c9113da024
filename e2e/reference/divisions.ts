import { regionData } from 'element-china-area-data';

/**
 * A place as far as it is known. A city's identity is its first four digits; a municipality is
 * one city (its two digits); a county directly under its province is its own (its six digits).
 */
export type Place = { province: string | null; city: string | null; abroad: boolean };

export const NOWHERE: Place = { province: null, city: null, abroad: false };
const ABROAD: Place = { province: null, city: null, abroad: true };

type Named = { code: string; province: string; names: string[] };

const MUNICIPALITIES = ['11', '12', '31', '50'];
/** Second-level rows that are not cities: 市辖区, 县, 省直辖县级行政区划, 自治区直辖县级行政区划. */
const PLACEHOLDERS = ['市辖区', '县', '省直辖县级行政区划', '自治区直辖县级行政区划'];
const BEYOND_THE_BORDER = ['香港', '澳门', '台湾'];
const PROVINCE_SUFFIX = /(?:特别行政区|壮族自治区|回族自治区|维吾尔自治区|自治区|省|市)$/;
const PEOPLES =
  /(?:土家族|苗族|朝鲜族|藏族|羌族|彝族|布依族|侗族|哈尼族|壮族|傣族|白族|景颇族|傈僳族|回族|蒙古族|蒙古|柯尔克孜|哈萨克)+自治州$/;

function provinceNames(label: string): string[] {
  return [label, label.replace(PROVINCE_SUFFIX, '')];
}

/** Names match with and without suffix (湘潭/湘潭市, 湘西/湘西州/湘西土家族苗族自治州). */
function cityNames(label: string): string[] {
  const short = label.replace(PEOPLES, '').replace(/(?:市|地区|盟)$/, '');
  return label.endsWith('自治州') ? [label, `${short}州`, `${short}自治州`, short] : [label, short];
}

function buildProvinces(): Named[] {
  return regionData.map((p) => ({ code: p.value, province: p.value, names: provinceNames(p.label) }));
}

function buildCities(): Named[] {
  const cities: Named[] = [];
  for (const province of regionData) {
    const here = province.value;
    if (MUNICIPALITIES.includes(here)) {
      cities.push({ code: here, province: here, names: provinceNames(province.label) });
      continue;
    }
    for (const city of province.children ?? []) {
      if (!PLACEHOLDERS.includes(city.label)) {
        cities.push({ code: city.value.slice(0, 4), province: here, names: cityNames(city.label) });
        continue;
      }
      for (const county of city.children ?? []) {
        cities.push({ code: county.value, province: here, names: cityNames(county.label) });
      }
    }
  }
  return cities;
}

const PROVINCES = buildProvinces();
const CITIES = buildCities();

function isBeyondTheBorder(name: string): boolean {
  const bare = name.replace(/^中国/, '');
  return BEYOND_THE_BORDER.some((place) => bare === place || bare.replace(PROVINCE_SUFFIX, '') === place);
}

function findProvince(name: string): string | null {
  return PROVINCES.find((p) => name !== '' && p.names.includes(name))?.code ?? null;
}

function findCity(province: string | null, name: string): Named | null {
  const found = CITIES.filter((c) => name !== '' && c.names.includes(name) && (province === null || c.province === province));
  return found.length === 1 ? (found[0] ?? null) : null;
}

/** Columns for province, city and county; a county counts only where it stands in a city's place. */
export function placeOfColumns(provinceName = '', cityName = '', countyName = ''): Place {
  const [p, c, county] = [provinceName, cityName, countyName].map((s) => s.replace(/\s/g, '')) as [string, string, string];
  if (isBeyondTheBorder(p) || isBeyondTheBorder(c)) return ABROAD;
  const province = findProvince(p);
  const city = findCity(province, c === '' || PLACEHOLDERS.includes(c) ? county : c);
  if (city) return { province: city.province, city: city.code, abroad: false };
  if (province !== null && MUNICIPALITIES.includes(province)) return { province, city: province, abroad: false };
  return { province, city: null, abroad: false };
}

function longestPrefix(text: string, all: readonly Named[]): { named: Named; length: number }[] {
  return all.flatMap((named) => {
    const lengths = named.names.filter((n) => n !== '' && text.startsWith(n)).map((n) => n.length);
    return lengths.length === 0 ? [] : [{ named, length: Math.max(...lengths) }];
  });
}

/** Province and city names at the start of an address or of an office's name; the longest reading counts. */
export function placeOfText(rawText: string): Place {
  const text = rawText.replace(/\s/g, '').replace(/^中国/, '');
  if (BEYOND_THE_BORDER.some((name) => text.startsWith(name))) return ABROAD;
  let best: { place: Place; length: number } = { place: NOWHERE, length: 0 };
  const consider = (place: Place, length: number) => {
    if (length > best.length) best = { place, length };
  };
  for (const { named: city, length } of longestPrefix(text, CITIES)) {
    consider({ province: city.province, city: city.code, abroad: false }, length);
  }
  for (const { named: province, length } of longestPrefix(text, PROVINCES)) {
    const rest = text.slice(length).replace(/^(?:省|自治区)直辖县级行政区划/, '');
    const city = MUNICIPALITIES.includes(province.code) ? province.code : null;
    consider({ province: province.code, city, abroad: false }, length);
    const within = CITIES.filter((c) => c.province === province.code);
    for (const { named, length: more } of longestPrefix(rest, within)) {
      consider({ province: province.code, city: named.code, abroad: false }, length + more);
    }
  }
  return best.place;
}

/**
 * City of an event: its stated city with province, else the organisation's name when it begins
 * with a full …市/州/地区/盟 city name, optionally after a province name.
 */
export function cityOfEvent(event: { province: string; city: string; orgName: string }): string | null {
  const stated = placeOfColumns(event.province, event.city);
  if (stated.city !== null) return stated.city;
  const org = event.orgName.replace(/\s/g, '');
  const starts = [org, ...longestPrefix(org, PROVINCES).map(({ length }) => org.slice(length))];
  for (const text of starts) {
    const city = CITIES.find((c) => c.names.some((n) => /(?:市|州|地区|盟)$/.test(n) && text.startsWith(n)));
    if (city) return city.code;
  }
  return null;
}
