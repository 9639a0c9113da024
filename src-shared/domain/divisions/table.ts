import { DIVISIONS_TEXT } from './divisions-data.ts';
import { spellings } from './names.ts';

/**
 * A city for the rules: a prefecture (key: first four digits), a municipality (`3100`, one city),
 * or a county directly under its province (its six digits).
 */
export type City = { key: string; province: string; name: string };

export type DivisionTable = {
  /** Province code (two digits) → name. */
  provinceNames: ReadonlyMap<string, string>;
  /** Any spelling → province codes. */
  provinces: ReadonlyMap<string, string>;
  cities: ReadonlyMap<string, City>;
  /** Any spelling → the cities so called. */
  citiesByName: ReadonlyMap<string, readonly City[]>;
  /** Full county name → the cities that have one; built at first use, since most mails never ask. */
  citiesOfCounty(name: string): readonly City[] | undefined;
  /** Length of the longest name of a province or city. */
  longestName: number;
};

const OUTSIDE: readonly (readonly [string, readonly string[]])[] = [
  ['71', ['台湾省', '台湾', '臺灣', '台灣', '臺灣省', '中国台湾', '中国台湾省', '台湾地区', 'TW', 'Taiwan']],
  ['81', ['香港特别行政区', '香港', '香港特區', '香港特区', '中国香港', '中国香港特别行政区', 'HK', 'Hong Kong']],
  ['82', ['澳门特别行政区', '澳门', '澳門', '澳門特區', '澳门特区', '中国澳门', '中国澳门特别行政区', 'MO', 'Macau', 'Macao']],
];
const MUNICIPALITIES = new Set(['11', '12', '31', '50']);
/** Second-level labels that group counties and name no city. */
export const GROUP_LABELS: ReadonlySet<string> = new Set([
  '市辖区',
  '县',
  '省直辖县级行政区划',
  '自治区直辖县级行政区划',
  '省直辖县',
  '直辖县',
]);

export function isMunicipality(province: string): boolean {
  return MUNICIPALITIES.has(province);
}

function addTo(map: Map<string, City[]>, name: string, city: City): void {
  const list = map.get(name);
  if (!list) map.set(name, [city]);
  else if (!list.includes(city)) list.push(city);
}

class Builder {
  readonly provinceNames = new Map<string, string>();
  readonly provinces = new Map<string, string>();
  readonly cities = new Map<string, City>();
  readonly citiesByName = new Map<string, City[]>();
  private readonly countyTexts: (readonly [City, string])[] = [];
  private countyIndex: Map<string, City[]> | undefined;
  longestName = 0;

  addCity(city: City): void {
    this.cities.set(city.key, city);
    this.longestName = Math.max(this.longestName, city.name.length);
    for (const form of spellings(city.name)) addTo(this.citiesByName, form, city);
  }

  addProvince(line: string): void {
    const [head = '', ...cities] = line.split('|');
    const code = head.slice(0, 2);
    const name = head.slice(2);
    this.provinceNames.set(code, name);
    this.longestName = Math.max(this.longestName, name.length);
    for (const form of spellings(name)) this.provinces.set(form, code);
    const whole = isMunicipality(code) ? { key: `${code}00`, province: code, name } : null;
    if (whole) this.addCity(whole);
    for (const text of cities) this.addCounties(code, text, whole);
  }

  private addCounties(province: string, text: string, whole: City | null): void {
    const colon = text.indexOf(':');
    const name = text.slice(2, colon);
    const code = province + text.slice(0, 2);
    const counties = text.slice(colon + 1);
    if (!whole && GROUP_LABELS.has(name)) this.addDirectCounties(province, code, counties);
    else {
      const city = whole ?? { key: code, province, name };
      if (!whole) this.addCity(city);
      this.countyTexts.push([city, counties]);
    }
  }

  /** Counties directly under their province are cities of their own. */
  private addDirectCounties(province: string, code: string, counties: string): void {
    for (const county of counties.split(',')) {
      const city = { key: code + county.slice(0, 2), province, name: county.slice(2) };
      this.addCity(city);
      this.countyTexts.push([city, county]);
    }
  }

  citiesOfCounty(name: string): readonly City[] | undefined {
    if (!this.countyIndex) {
      this.countyIndex = new Map();
      for (const [city, counties] of this.countyTexts) {
        for (const county of counties.split(',')) addTo(this.countyIndex, county.slice(2), city);
      }
    }
    return this.countyIndex.get(name);
  }
}

function build(): DivisionTable {
  const builder = new Builder();
  for (const line of DIVISIONS_TEXT.split('\n')) builder.addProvince(line);
  for (const [code, names] of OUTSIDE) {
    builder.provinceNames.set(code, names[0] ?? code);
    for (const name of names) builder.provinces.set(name, code);
  }
  return builder;
}

let table: DivisionTable | undefined;

/** The table, built at first use. */
export function divisions(): DivisionTable {
  table ??= build();
  return table;
}
