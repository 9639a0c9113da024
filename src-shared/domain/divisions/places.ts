import { cleanName } from './names.ts';
import { divisions, GROUP_LABELS, isMunicipality, type City } from './table.ts';

/** Columns that state a place, by name (with or without suffix) or by GB/T 2260 code of six digits. */
export type PlaceColumns = {
  province?: string | undefined;
  city?: string | undefined;
  county?: string | undefined;
};

/** Two-digit province key and city key (see `City`); null where unknown or ambiguous. */
export type Place = { provinceKey: string | null; cityKey: string | null };

const NOWHERE: Place = { provinceKey: null, cityKey: null };
const OUTSIDE_KEYS = new Set(['71', '81', '82']);
const HOME_COUNTRY = new Set([
  '中国',
  '中华人民共和国',
  '中國',
  '中国大陆',
  '中国内地',
  '大陆',
  '国内',
  'CN',
  'CHN',
  'CHINA',
  '156',
  "PEOPLE'SREPUBLICOFCHINA",
  'P.R.CHINA',
]);
const BARE_CODE = /^\d{2}(\d{2}(\d{2})?)?$/;

function placeOfCode(code: string): Place {
  const table = divisions();
  const province = code.slice(0, 2);
  if (!table.provinceNames.has(province)) return NOWHERE;
  if (isMunicipality(province)) return { provinceKey: province, cityKey: `${province}00` };
  const city = table.cities.get(code.padEnd(6, '0').slice(0, 4)) ?? table.cities.get(code);
  return { provinceKey: province, cityKey: city?.key ?? null };
}

function provinceOfName(name: string): string | null {
  if (BARE_CODE.test(name)) return placeOfCode(name).provinceKey;
  return divisions().provinces.get(name) ?? null;
}

function only(cities: readonly City[] | undefined, province: string | null): City | null {
  const fitting = cities?.filter((city) => province === null || city.province === province) ?? [];
  return fitting.length === 1 ? (fitting[0] ?? null) : null;
}

/** Drops a province's name that a city column repeats: 湖南省湘潭市 → 湘潭市. */
function afterProvince(name: string): { province: string; rest: string } | null {
  const table = divisions();
  for (let length = Math.min(name.length - 2, table.longestName); length >= 2; length--) {
    const province = table.provinces.get(name.slice(0, length));
    if (province !== undefined) return { province, rest: name.slice(length) };
  }
  return null;
}

function fullProvinceAtStart(text: string): string | null {
  const split = afterProvince(text);
  if (!split) return null;
  return text.startsWith(nameOfProvince(split.province) ?? text) ? split.province : null;
}

function cityOfName(name: string, province: string | null): City | null {
  const table = divisions();
  const sameAsProvince = table.provinces.get(name);
  // 吉林 and 海南 alone may mean the province as well as the city: only a stated province settles it.
  if (province === null && sameAsProvince !== undefined && !isMunicipality(sameAsProvince)) return null;
  const city = only(table.citiesByName.get(name), province) ?? only(table.citiesOfCounty(name), province);
  if (city) return city;
  const split = afterProvince(name);
  if (!split || (province !== null && province !== split.province)) return null;
  return only(table.citiesByName.get(split.rest), split.province) ?? only(table.citiesOfCounty(split.rest), split.province);
}

function cityOfColumn(text: string, province: string | null): Place {
  if (text === '' || GROUP_LABELS.has(text)) return NOWHERE;
  if (BARE_CODE.test(text)) {
    const place = placeOfCode(text);
    return province !== null && place.provinceKey !== province ? NOWHERE : place;
  }
  const city = cityOfName(text, province);
  if (city) return { provinceKey: city.province, cityKey: city.key };
  return { provinceKey: provinceOfName(text) ?? fullProvinceAtStart(text), cityKey: null };
}

function resolve(columns: PlaceColumns): Place {
  const [provinceText, cityText, countyText] = [columns.province, columns.city, columns.county].map((text) => cleanName(text ?? ''));
  const stated = provinceText ? cityOfColumn(provinceText, null) : NOWHERE;
  const province = provinceText ? (provinceOfName(provinceText) ?? stated.provinceKey) : null;
  if (province !== null && isMunicipality(province)) return { provinceKey: province, cityKey: `${province}00` };
  const byCity = cityOfColumn(cityText ?? '', province);
  const provinceKey = province ?? byCity.provinceKey;
  if (byCity.cityKey !== null) return { provinceKey, cityKey: byCity.cityKey };
  // A county may settle a missing city, never a city that contradicts its province.
  const open = !cityText || GROUP_LABELS.has(cityText) || provinceOfName(cityText) !== null;
  const byCounty = open ? cityOfColumn(countyText ?? '', provinceKey) : NOWHERE;
  return { provinceKey: provinceKey ?? byCounty.provinceKey, cityKey: byCounty.cityKey ?? stated.cityKey };
}

const remembered = new Map<string, Place>();
const REMEMBERED_MAX = 20_000;

/** The place that columns state; names match with and without suffix, ambiguous ones give null. */
export function placeOf(columns: PlaceColumns): Place {
  const key = `${columns.province ?? ''}|${columns.city ?? ''}|${columns.county ?? ''}`;
  const known = remembered.get(key);
  if (known) return known;
  if (remembered.size >= REMEMBERED_MAX) remembered.clear();
  const place = resolve(columns);
  remembered.set(key, place);
  return place;
}

export function cityKeyOf(columns: PlaceColumns): string | null {
  return placeOf(columns).cityKey;
}

export function provinceKeyOf(columns: PlaceColumns): string | null {
  return placeOf(columns).provinceKey;
}

/** Full name of a city key (湘潭市), or null when there is none. */
export function nameOfCity(cityKey: string): string | null {
  return divisions().cities.get(cityKey)?.name ?? null;
}

/** Full name of a province key (湖南省), or null when there is none. */
export function nameOfProvince(provinceKey: string): string | null {
  return divisions().provinceNames.get(provinceKey) ?? null;
}

/** True for Hong Kong, Macau and Taiwan, by province key. */
export function isOutsideProvince(provinceKey: string | null): boolean {
  return provinceKey !== null && OUTSIDE_KEYS.has(provinceKey);
}

/** True when a stated 寄达国 or province lies outside the mainland; an absent one says nothing. */
export function isOutsideMainland(place: { country?: string | undefined; province?: string | undefined }): boolean {
  const country = cleanName(place.country ?? '');
  if (country !== '' && !HOME_COUNTRY.has(country.toUpperCase())) {
    const province = provinceOfName(country);
    if (province === null || OUTSIDE_KEYS.has(province)) return true;
  }
  return isOutsideProvince(place.province === undefined ? null : provinceOfName(cleanName(place.province)));
}

/**
 * City of an organisation's name, only when the name starts with the full name (with suffix) of a
 * city, or of a province followed by one; a municipality's name suffices.
 */
export function cityOfOrganisation(name: string): string | null {
  const table = divisions();
  const text = cleanName(name);
  for (let length = Math.min(text.length, table.longestName); length >= 3; length--) {
    const head = text.slice(0, length);
    const city = only(table.citiesByName.get(head), null);
    if (city && city.name === head) return city.key;
    const province = table.provinces.get(head);
    if (province !== undefined && table.provinceNames.get(province) === head) return cityAfter(text.slice(length), province);
  }
  return null;
}

function cityAfter(text: string, province: string): string | null {
  const table = divisions();
  for (let length = Math.min(text.length, table.longestName); length >= 2; length--) {
    const head = text.slice(0, length);
    const city = only(table.citiesByName.get(head), province);
    if (city && city.name === head) return city.key;
    const county = only(table.citiesOfCounty(head), province);
    if (county) return county.key;
  }
  return null;
}
