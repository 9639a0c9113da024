import { findPlaceInAddress } from '../divisions/address.ts';
import { cityOfOrganisation, isOutsideMainland, isOutsideProvince, placeOf, type Place } from '../divisions/places.ts';
import type { FoldedEvent, MailRecords } from '../screening/evaluation.ts';
import type { Region, RegionBasis } from '../screening/vocabulary.ts';
import type { CompiledRules } from '../rules/compile.ts';
import type { MailFields } from './statement.ts';

export type RegionFacts = {
  region: Region;
  regionBasis: RegionBasis;
  regionConflict: boolean;
  origin: Place;
  destination: Place;
};

const NOWHERE: Place = { provinceKey: null, cityKey: null };

function isKnown(place: Place): boolean {
  return place.provinceKey !== null;
}

function inCity(cityKey: string | null): Place {
  return cityKey === null ? NOWHERE : { provinceKey: cityKey.slice(0, 2), cityKey };
}

function firstAcceptedCity(events: readonly FoldedEvent[]): string | null {
  for (const event of events) if (event.stage === 'accepted' && event.cityKey !== null) return event.cityKey;
  return null;
}

/** Sender columns, else the city of the first accepted event that has one, else the home city. */
function originOf(fields: MailFields, events: readonly FoldedEvent[], rules: CompiledRules): Place {
  if (fields.senderProvince || fields.senderCity || fields.senderCounty) {
    const place = placeOf({ province: fields.senderProvince, city: fields.senderCity, county: fields.senderCounty });
    if (isKnown(place)) return place;
  }
  return inCity(firstAcceptedCity(events) ?? rules.homeCity);
}

function placeOfOffice(office: string): Place {
  const place = placeOf({ city: office });
  if (isKnown(place)) return place;
  return inCity(cityOfOrganisation(office));
}

/** Destination columns, else the office of destination (寄达局), else the address. */
function destinationOf(fields: MailFields): Place {
  // A mail that goes abroad has no city of destination here, whatever office or address is written beside it.
  if (fields.destCountry && isOutsideMainland({ country: fields.destCountry })) return NOWHERE;
  if (fields.destProvince || fields.destCity || fields.destCounty) {
    const place = placeOf({ province: fields.destProvince, city: fields.destCity, county: fields.destCounty });
    if (isKnown(place)) return place;
  }
  if (fields.destOffice) {
    const place = placeOfOffice(fields.destOffice);
    if (isKnown(place)) return place;
  }
  return fields.destAddress ? findPlaceInAddress(fields.destAddress) : NOWHERE;
}

function byDivisions(fields: MailFields, origin: Place, destination: Place): Region {
  if (isOutsideProvince(destination.provinceKey) || isOutsideProvince(origin.provinceKey)) return 'international';
  if (fields.destCountry && isOutsideMainland({ country: fields.destCountry })) return 'international';
  if (origin.provinceKey === null || destination.provinceKey === null) return 'unknown';
  if (origin.provinceKey !== destination.provinceKey) return 'out-of-province';
  if (origin.cityKey === null || destination.cityKey === null) return 'unknown';
  return origin.cityKey === destination.cityKey ? 'same-city' : 'in-province';
}

/** Region of a mail: a person's override, else the export's 寄达范围, else the divisions, else unknown. */
export function deriveRegion(
  input: { fields: MailFields; events: readonly FoldedEvent[]; records: MailRecords },
  rules: CompiledRules,
): RegionFacts {
  const origin = originOf(input.fields, input.events, rules);
  const destination = destinationOf(input.fields);
  const places = { origin, destination };
  const divided = byDivisions(input.fields, origin, destination);
  const override = input.records.regionOverride;
  if (override !== null) return { region: override, regionBasis: 'override', regionConflict: false, ...places };
  const reach = input.fields.reach;
  const stated = reach === undefined ? undefined : rules.reach.get(reach.trim());
  if (stated !== undefined && stated !== 'unknown') {
    const regionConflict = divided !== 'unknown' && divided !== stated;
    return { region: stated, regionBasis: 'export', regionConflict, ...places };
  }
  return { region: divided, regionBasis: divided === 'unknown' ? 'unknown' : 'divisions', regionConflict: false, ...places };
}
