import { cityOfOrganisation, placeOf } from '../divisions/places.ts';

const byColumns = new Map<string, Map<string, { provinceKey: string | null; cityKey: string | null }>>();
const byOrganisation = new Map<string, string | null>();
const REMEMBERED_MAX = 20_000;

function placeOfColumns(province: string, city: string): { provinceKey: string | null; cityKey: string | null } {
  let provinces = byColumns.get(city);
  if (!provinces) {
    if (byColumns.size >= REMEMBERED_MAX) byColumns.clear();
    byColumns.set(city, (provinces = new Map()));
  }
  let place = provinces.get(province);
  if (!place) {
    if (provinces.size >= REMEMBERED_MAX) provinces.clear();
    provinces.set(province, (place = placeOf({ province, city })));
  }
  return place;
}

function organisationCity(name: string): string | null {
  let key = byOrganisation.get(name);
  if (key === undefined) {
    if (byOrganisation.size >= REMEMBERED_MAX) byOrganisation.clear();
    byOrganisation.set(name, (key = cityOfOrganisation(name)));
  }
  return key;
}

/** City key of a scan: its city and province as stated, else its organisation's name where that names one. */
export function cityOfEvent(event: { province: string; city: string; orgName: string }): string | null {
  let provinceKey: string | null = null;
  if (event.city !== '' || event.province !== '') {
    const place = placeOfColumns(event.province, event.city);
    if (place.cityKey !== null) return place.cityKey;
    provinceKey = place.provinceKey;
  }
  if (event.orgName === '') return null;
  const key = organisationCity(event.orgName);
  return key !== null && provinceKey !== null && key.slice(0, 2) !== provinceKey ? null : key;
}
