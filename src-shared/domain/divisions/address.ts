import { cleanName } from './names.ts';
import type { Place } from './places.ts';
import { divisions, isMunicipality, type City } from './table.ts';

/** A name at the start of a text, with what follows it. */
type Head<T> = { value: T; full: boolean; rest: string };

const NOWHERE: Place = { provinceKey: null, cityKey: null };
const LEAD = /^(收件地址|收货地址|地址|寄往|中国)[:：]?/;
/** After a bare name: 北京路, 香港中路, 南京西路, 上海花园 are streets and estates, no places. */
const STREET = /^([东西南北中]|[一二三四五六七八九十])?(路|街|大街|大道|道|巷|弄|里|村|镇|乡|城|苑|园|广场|花园|大厦|国际|公寓|小区|酒店)/;

function headOf<T>(text: string, find: (head: string) => { value: T; full: boolean } | null): Head<T> | null {
  for (let length = Math.min(text.length, divisions().longestName); length >= 2; length--) {
    const found = find(text.slice(0, length));
    if (found) return { ...found, rest: text.slice(length) };
  }
  return null;
}

function provinceHead(text: string): Head<string> | null {
  const { provinces, provinceNames } = divisions();
  return headOf(text, (head) => {
    const code = provinces.get(head);
    return code === undefined ? null : { value: code, full: provinceNames.get(code) === head };
  });
}

function cityHead(text: string, province: string | null): Head<City> | null {
  const table = divisions();
  return headOf(text, (head) => {
    const cities = table.citiesByName.get(head)?.filter((city) => province === null || city.province === province) ?? [];
    const city = cities.length === 1 ? cities[0] : undefined;
    return city ? { value: city, full: city.name === head } : null;
  });
}

function countyHead(text: string, province: string | null): City | null {
  const table = divisions();
  const found = headOf(text, (head) => {
    const cities = table.citiesOfCounty(head)?.filter((city) => province === null || city.province === province);
    return cities && cities.length > 0 ? { value: cities, full: true } : null;
  });
  return found?.value.length === 1 ? (found.value[0] ?? null) : null;
}

function inCity(city: City): Place {
  return { provinceKey: city.province, cityKey: city.key };
}

function afterProvince(head: Head<string>): Place | null {
  const province = head.value;
  if (isMunicipality(province)) {
    const confirmed = head.full || head.rest === '' || countyHead(head.rest, province) !== null || head.rest.startsWith('市辖区');
    return confirmed ? { provinceKey: province, cityKey: `${province}00` } : null;
  }
  const rest = head.rest.replace(/^(省直辖县级行政区划|自治区直辖县级行政区划|省|,|，)/, '');
  const city = cityHead(rest, province);
  if (city && (city.full || !STREET.test(city.rest))) return inCity(city.value);
  const county = countyHead(rest, province);
  if (county) return inCity(county);
  const confirmed = head.full || ((rest === '' || !STREET.test(rest)) && Number(province) > 70);
  return confirmed || rest === '' ? { provinceKey: province, cityKey: null } : null;
}

function atStart(text: string): Place | null {
  const city = cityHead(text, null);
  if (city?.full && !isMunicipality(city.value.province)) return inCity(city.value);
  const province = provinceHead(text);
  const byProvince = province ? afterProvince(province) : null;
  if (byProvince) return byProvince;
  if (city && (city.rest === '' || countyHead(city.rest, city.value.province)?.key === city.value.key)) return inCity(city.value);
  const county = countyHead(text, null);
  return county ? inCity(county) : null;
}

const CITY_END = new Set('市州盟区县');

/** Full city names anywhere in the text; two different ones are ambiguous. */
function anywhere(text: string): Place {
  const { citiesByName, longestName } = divisions();
  const found = new Set<City>();
  for (let end = 3; end <= text.length; end++) {
    if (!CITY_END.has(text.charAt(end - 1))) continue;
    for (let start = Math.max(0, end - longestName); start <= end - 3; start++) {
      const name = text.slice(start, end);
      const city = citiesByName.get(name)?.[0];
      if (city && city.name === name) {
        found.add(city);
        break;
      }
    }
  }
  const [first] = found;
  return first && found.size === 1 ? inCity(first) : NOWHERE;
}

/**
 * The place that an address names: province and city at its start (with or without suffix, a bare
 * name only when what follows confirms it), else a county's full name that is unique in the country,
 * else the only full city name in the text. Ambiguous or absent: null.
 */
export function findPlaceInAddress(address: string): Place {
  const text = cleanName(address).replace(LEAD, '');
  if (text.length < 2) return NOWHERE;
  return atStart(text) ?? anywhere(text);
}
