import type { Region, RegionBasis, SlotRegion, Stage } from '#shared/domain/screening/vocabulary.ts';
import { NOWHERE, placeOfColumns, placeOfText, type Place } from './divisions.ts';
import type { Facts, Scan } from './facts.ts';
import { HOUR_MS, DAY_MS, midnight, plusDays } from './shanghai-time.ts';

export type Slot = { day: string; region: SlotRegion; opensAt: number; closesAt: number };

/** A mail as the rules see it. */
export type Mail = Facts & {
  stage: Stage;
  decisive: Scan | null;
  region: Region;
  regionBasis: RegionBasis;
  origin: Place;
  destination: Place;
  /** D of the mail; null for unknown region, international, void, no acceptance. */
  slot: Slot | null;
  /** All slots that hold the mail: one, three for an unknown region, or none. */
  slots: Slot[];
};

const HOME: Place = { province: '43', city: '4303', abroad: false };
const OFFSET_DAYS: Record<SlotRegion, number> = { 'same-city': 1, 'in-province': 2, 'out-of-province': 3 };

/** Any void; else the last returned; else the last delivered; else the last event that has a stage. */
export function decisiveOf(scans: readonly Scan[]): Scan | null {
  const latestFirst = [...scans].reverse();
  return (
    latestFirst.find((s) => s.stage === 'void') ??
    latestFirst.find((s) => s.stage === 'returned') ??
    latestFirst.find((s) => s.stage === 'delivered') ??
    latestFirst.find((s) => s.stage !== null) ??
    null
  );
}

function isSomewhere(place: Place): boolean {
  return place.province !== null || place.city !== null || place.abroad;
}

/** Origin = sender columns, else the city of the accepted event, else the ledger's home city. */
function originOf(facts: Facts): Place {
  const { senderProvince, senderCity, senderCounty } = facts.fields;
  const columns = placeOfColumns(senderProvince, senderCity, senderCounty);
  if (isSomewhere(columns)) return columns;
  const accepted = facts.scans.find((s) => s.stage === 'accepted' && s.city !== null);
  if (accepted?.city) return { province: accepted.city.slice(0, 2), city: accepted.city, abroad: false };
  return HOME;
}

const CHINA = ['中国', '中华人民共和国', 'CN', 'CHN', 'CHINA'];

/** Destination = destination columns, else the office's name, else address text. */
function destinationOf(facts: Facts): Place {
  const { destCountry, destProvince, destCity, destCounty, destOffice, destAddress } = facts.fields;
  const country = (destCountry ?? '').trim().toUpperCase();
  if (country !== '' && !CHINA.includes(country)) return { ...NOWHERE, abroad: true };
  const columns = placeOfColumns(destProvince, destCity, destCounty);
  if (isSomewhere(columns)) return columns;
  const office = placeOfText(destOffice ?? '');
  return isSomewhere(office) ? office : placeOfText(destAddress ?? '');
}

/** Divisions of origin and destination. */
function regionOfPlaces(origin: Place, destination: Place): Region {
  if (destination.abroad) return 'international';
  if (origin.province === null || destination.province === null) return 'unknown';
  if (origin.province !== destination.province) return 'out-of-province';
  if (origin.city === null || destination.city === null) return 'unknown';
  return origin.city === destination.city ? 'same-city' : 'in-province';
}

const REACH: Record<string, Region> = {
  '1': 'same-city',
  '2': 'in-province',
  '3': 'in-province',
  '4': 'out-of-province',
  '5': 'international',
};

/** A person's override, the export's 寄达范围, the divisions, unknown: in this order. */
function regionOf(facts: Facts, origin: Place, destination: Place): { region: Region; regionBasis: RegionBasis } {
  const overrides = facts.people.filter((p) => p.region !== undefined).sort((a, b) => b.at - a.at);
  const override = overrides[0]?.region;
  if (override !== undefined) return { region: override, regionBasis: 'override' };
  const exported = REACH[facts.fields.reach ?? ''];
  if (exported !== undefined) return { region: exported, regionBasis: 'export' };
  const region = regionOfPlaces(origin, destination);
  return { region, regionBasis: region === 'unknown' ? 'unknown' : 'divisions' };
}

/** Opens at 12:00 of D for same-city, 00:00 for the others; closes at 24:00 of D. */
export function slotOf(day: string, region: SlotRegion): Slot {
  const start = midnight(day);
  return { day, region, opensAt: region === 'same-city' ? start + 12 * HOUR_MS : start, closesAt: start + DAY_MS };
}

/** Slot (D, region) holds the mails of the region with T = D − n; an unknown region counts in all three. */
function slotsOf(day: string, region: Region): Slot[] {
  if (region === 'international') return [];
  const regions: SlotRegion[] = region === 'unknown' ? ['same-city', 'in-province', 'out-of-province'] : [region];
  return regions.map((r) => slotOf(plusDays(day, OFFSET_DAYS[r]), r));
}

export function stateOf(facts: Facts): Mail {
  const decisive = decisiveOf(facts.scans);
  const stage: Stage = decisive?.stage ?? 'accepted';
  const origin = originOf(facts);
  const destination = destinationOf(facts);
  const { region, regionBasis } = regionOf(facts, origin, destination);
  // Void mails are due nowhere; a mail without acceptance is in no slot.
  const slots = stage === 'void' || facts.acceptance === null ? [] : slotsOf(facts.acceptance.day, region);
  const slot = region === 'unknown' ? null : (slots[0] ?? null);
  return { ...facts, decisive, stage, origin, destination, region, regionBasis, slots, slot };
}
