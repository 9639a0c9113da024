import { regionData } from 'element-china-area-data';
import { draw, weighted, type Random, type Weighted } from './random.ts';

/**
 * Where mails go: the real divisions with postal organisations made up over them (names follow
 * the trade's pattern, codes and people are invented).
 */
export type Courier = { no: string; name: string; phone: string };

export type Org = {
  code: string;
  name: string;
  city: City;
  /** The four organisation members of a trace event, already as JSON text. */
  json: string;
  couriers: readonly Courier[];
};

export type City = {
  /** Division code that makes a city: four digits, six for a county under its province. */
  key: string;
  provinceCode: string;
  province: string;
  /** As exports write it: for a municipality the municipality itself. */
  name: string;
  counties: readonly string[];
  stations: readonly Org[];
  centre: Org;
  /** Sent by air from Hunan. */
  far: boolean;
};

type Area = { value: string; label: string; children?: readonly Area[] };

const FAR = new Set(['11', '12', '15', '21', '22', '23', '31', '46', '51', '53', '54', '61', '62', '65']);
const SURNAMES = ['邮', '驿', '哨', '递', '舟', '禾', '乐', '言'];
const GIVEN = ['示一', '示二', '示三', '示四', '示五', '示六', '示七', '示八', '示九'];

/** People of fixtures: names that nobody bears, numbers of one plainly invented block. */
export function inventedPerson(n: number): { name: string; phone: string } {
  const name = `${SURNAMES[n % SURNAMES.length]}${GIVEN[Math.floor(n / SURNAMES.length) % GIVEN.length]}`;
  return { name, phone: `1380000${String(n % 10_000).padStart(4, '0')}` };
}

function couriers(code: string): Courier[] {
  const base = Number(code) % 9973;
  return [0, 1, 2, 3].map((n) => ({ no: `${code}${n + 1}`, ...inventedPerson(base + n * 17) }));
}

function org(city: City, code: string, name: string): Org {
  const json = `"opOrgCode":"${code}","opOrgName":"${name}",` + `"opOrgProvName":"${city.province}","opOrgCity":"${city.name}"`;
  return { code, name, city, json, couriers: couriers(code) };
}

type CityNames = { key: string; province: Area; name: string; counties: readonly string[] };

function makeCity({ key, province, name, counties }: CityNames): City {
  const blank = { key, provinceCode: province.value, province: province.label, name, counties };
  const city = { ...blank, stations: [], far: FAR.has(province.value) } as unknown as City;
  const stem = key.padEnd(6, '0');
  const kinds = ['揽投部', '营业部'];
  const stations = counties.slice(0, 12).map((county, n) => {
    const place = county === name ? name : `${name}${county}`;
    return org(city, `${stem}${String(n + 10)}`, `${place}${kinds[n % 2]}`);
  });
  return Object.assign(city, { stations, centre: org(city, `${stem}01`, `${name}邮件处理中心`) });
}

const MUNICIPALITIES = new Set(['11', '12', '31', '50']);

function citiesOf(province: Area): City[] {
  const children = province.children ?? [];
  if (MUNICIPALITIES.has(province.value)) {
    const counties = children.flatMap((area) => (area.children ?? []).map((county) => county.label));
    return [makeCity({ key: `${province.value}01`, province, name: province.label, counties })];
  }
  return children.flatMap((area) => {
    const counties = (area.children ?? []).map((county) => county.label);
    if (!area.value.endsWith('90')) {
      const named = counties.length > 0 ? counties : [area.label];
      return [makeCity({ key: area.value, province, name: area.label, counties: named })];
    }
    return (area.children ?? []).map((county) => makeCity({ key: county.value, province, name: county.label, counties: [county.label] }));
  });
}

/** Stations of the home city by county, after its streets and towns. */
const HOME_STATIONS: readonly (readonly [county: string, station: string])[] = [
  ['雨湖区', '雨湖区城正街揽投部'],
  ['雨湖区', '雨湖区楠竹山营业部'],
  ['雨湖区', '雨湖区先锋揽投部'],
  ['雨湖区', '雨湖区鹤岭营业部'],
  ['岳塘区', '岳塘区建设路揽投部'],
  ['岳塘区', '岳塘区宝塔揽投部'],
  ['岳塘区', '岳塘区板塘揽投部'],
  ['岳塘区', '岳塘区下摄司营业部'],
  ['岳塘区', '岳塘区昭山营业部'],
  ['湘潭县', '湘潭县易俗河揽投部'],
  ['湘潭县', '湘潭县中路铺营业部'],
  ['湘潭县', '湘潭县花石营业部'],
  ['湘乡市', '湘乡市望春门揽投部'],
  ['湘乡市', '湘乡市东山揽投部'],
  ['湘乡市', '湘乡市棋梓营业部'],
  ['韶山市', '韶山市清溪揽投部'],
  ['韶山市', '韶山市银田营业部'],
];

export type HomeStation = { org: Org; county: string };

function homeCity(province: Area): { city: City; stations: HomeStation[] } {
  const counties = ['雨湖区', '岳塘区', '湘潭县', '湘乡市', '韶山市'];
  const city = makeCity({ key: '4303', province, name: '湘潭市', counties });
  const stations = HOME_STATIONS.map(([county, name], n) => ({
    county,
    org: org(city, `411100${String(n + 11)}`, `湘潭市${name}`),
  }));
  const centre = org(city, '41110001', '湘潭市邮件处理中心');
  return { city: Object.assign(city, { stations: stations.map((station) => station.org), centre }), stations };
}

/** Where e-commerce and offices of the home city send: weights by province, heavier to the coast. */
const PROVINCE_WEIGHTS: Readonly<Record<string, number>> = {
  '44': 20,
  '33': 10,
  '32': 9,
  '42': 9,
  '31': 6,
  '11': 6,
  '45': 5,
  '36': 6,
  '37': 5,
  '41': 5,
  '51': 5,
  '50': 4,
  '35': 4,
  '34': 4,
  '52': 3,
  '53': 3,
  '61': 3,
  '13': 3,
  '12': 2,
  '21': 2,
  '46': 2,
  '14': 1.5,
  '22': 1,
  '23': 1.2,
  '15': 0.8,
  '62': 0.8,
  '64': 0.4,
  '65': 0.8,
  '63': 0.3,
  '54': 0.2,
};

export type Geography = {
  home: City;
  homeStations: readonly HomeStation[];
  changsha: City;
  /** An exchange office outside the country, its city unknown. */
  abroad: Org;
  inProvince: Weighted<City>;
  outOfProvince: Weighted<City>;
  /** Every city of the mainland. */
  cities: readonly City[];
};

let cached: Geography | undefined;

export function geography(): Geography {
  cached ??= buildGeography();
  return cached;
}

function buildGeography(): Geography {
  const provinces = regionData as readonly Area[];
  const hunan = provinces.find((province) => province.value === '43');
  if (!hunan) throw new Error('divisions without Hunan');
  const home = homeCity(hunan);
  const near = citiesOf(hunan).filter((city) => city.key !== '4303');
  const changsha = near.find((city) => city.key === '4301');
  if (!changsha) throw new Error('divisions without Changsha');
  const away = provinces.filter((province) => province.value !== '43' && province.value < '70');
  const outside = away.flatMap((province) => {
    const cities = citiesOf(province);
    const share = PROVINCE_WEIGHTS[province.value] ?? 0.2;
    return cities.map((city, n) => [city, (share / cities.length) * (n === 0 ? 3 : 1)] as const);
  });
  return {
    home: home.city,
    homeStations: home.stations,
    changsha,
    abroad: org({ ...changsha, key: '', province: '', name: '' }, '99990001', '境外邮件互换局'),
    inProvince: weighted(near.map((city) => [city, city.key === '4301' ? 8 : city.key === '4302' ? 4 : 1.2] as const)),
    outOfProvince: weighted(outside),
    cities: [home.city, ...near, ...outside.map(([city]) => city)],
  };
}

/**
 * A city other than the mail's destination whose key is greater: two wrong cities chosen in this
 * way can never mirror each other, so they never look like swapped labels.
 */
export function findGreaterCity(dest: City, random: Random): City | undefined {
  const { cities, outOfProvince, home } = geography();
  for (let tries = 0; tries < 8; tries++) {
    const city = draw(outOfProvince, random);
    if (city.key > dest.key && city !== home) return city;
  }
  return cities.find((city) => city.key > dest.key && city !== home);
}
