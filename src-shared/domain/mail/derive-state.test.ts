import { describe, expect, it } from 'vitest';
import { dayOf } from '../../kernel/instant.ts';
import { instant, mail, RULES_IN_FORCE, scan } from '../screening/fixtures.ts';
import { NO_RECORDS } from './derive-state.ts';
import type { MailFields } from './statement.ts';

const D20 = (time: string): string => `2025-11-20T${time}+08:00`;

describe('acceptance', () => {
  it('is the record, to the second', () => {
    const at = instant(D20('23:59:59'));
    expect(mail({ fields: { acceptedAt: at } }).acceptance).toEqual({ at, ageFrom: at, day: dayOf(at) });
    expect(mail({ fields: { acceptedAt: at + 1000 } }).acceptance?.day).toBe(dayOf(at) + 1);
  });

  it('counts a bare date as its end for ages and its start for events', () => {
    const at = instant(D20('00:00:00'));
    expect(mail({ fields: { acceptedAt: at, acceptedDateOnly: true } }).acceptance).toEqual({
      at,
      ageFrom: instant('2025-11-21T00:00:00+08:00'),
      day: dayOf(at),
    });
  });

  it('is else the earliest accepted event, else unknown', () => {
    const events = [scan(D20('10:00:00'), '203'), scan(D20('09:00:00'), '10'), scan(D20('08:00:00'), '305')];
    expect(mail({ events, traceAsOf: D20('12:00:00') }).acceptance?.at).toBe(instant(D20('09:00:00')));
    expect(mail({ events: [scan(D20('08:00:00'), '305')], traceAsOf: D20('12:00:00') }).acceptance).toBeNull();
  });
});

describe('decisive event', () => {
  const ofCodes = (codes: string[]) =>
    mail({ events: codes.map((code, index) => scan(instant(D20('08:00:00')) + index * 1000, code)), traceAsOf: D20('12:00:00') });

  it.each([
    ['nothing', [], 'accepted', undefined, false],
    ['the last with a stage', ['203', '305', '999'], 'left-origin', '305', false],
    ['the last delivered', ['203', '704', '702', '748', '702'], 'delivered', '748', true],
    ['the last returned', ['203', '708', '704', '711', '704'], 'returned', '711', true],
    ['any void', ['207', '203', '704', '708'], 'void', '207', true],
    ['flags alone', ['801', '802'], 'accepted', undefined, false],
  ])('%s', (_name, codes, stage, code, terminal) => {
    const state = ofCodes(codes);
    expect(state).toMatchObject({ stage, terminal });
    expect(state.decisive?.code).toBe(code);
  });

  it('leaves out what lies beyond the as-of', () => {
    const events = [scan(D20('10:00:00'), '702'), scan(D20('12:10:00'), '705'), scan(D20('12:10:01'), '704')];
    const state = mail({ events, traceAsOf: D20('12:00:00') });
    expect(state.stage).toBe('attempt-failed');
    expect(state.beyond.map(({ code }) => code)).toEqual(['704']);
  });
});

describe('completeness', () => {
  const of = (...events: Parameters<typeof scan>[]) =>
    mail({ events: events.map((each) => scan(...each)), traceAsOf: D20('12:00:00') }).complete;
  const at = D20('10:00:00');
  it.each([
    ['coarse push', of([at, '10'], [at, '20'], [at, '70'], [at, '80']), false],
    ['push with another code', of([at, '10'], [at, '702']), true],
    ['coarse stream', of([at, '10', { source: 'trace-stream' }]), false],
    ['table', of([at, '203', { source: 'trace-table' }]), true],
    ['query with coarse codes', of([at, '10', { source: 'trace-query' }]), true],
    ['web', of([at, '5', { source: 'trace-web' }]), true],
    [
      'kuaidi100, basic states',
      of([at, '1', { source: 'kuaidi100', system: 'kuaidi100' }], [at, '14', { source: 'kuaidi100', system: 'kuaidi100' }]),
      false,
    ],
    ['kuaidi100, finer states', of([at, '1001', { source: 'kuaidi100', system: 'kuaidi100' }]), true],
    ['kdniao', of([at, '2', { source: 'kdniao', system: 'kdniao' }]), true],
    ['summary', of([at, '', { source: 'quality-grid', summary: true, name: '处理中心封车' }]), false],
    ['nothing', of(), false],
    ['coarse push and a complete table', of([at, '10'], [at, '203', { source: 'trace-table' }]), true],
  ])('%s', (_name, complete, expected) => expect(complete).toBe(expected));
});

describe('region', () => {
  const region = (fields: MailFields, more: Parameters<typeof mail>[0] = {}) => {
    const state = mail({ fields, ...more });
    return [state.region, state.regionBasis, state.regionConflict];
  };
  const changsha = scan(D20('10:00:00'), '203', { city: '长沙市' });

  it.each<[string, MailFields, string, string, boolean]>([
    ['digit 1', { reach: '1' }, 'same-city', 'export', false],
    ['digit 2', { reach: '2' }, 'in-province', 'export', false],
    ['digit 3', { reach: '3' }, 'in-province', 'export', false],
    ['digit 4', { reach: '4' }, 'out-of-province', 'export', false],
    ['digit 5', { reach: '5' }, 'international', 'export', false],
    ['a name', { reach: '地市' }, 'in-province', 'export', false],
    ['an unknown digit', { reach: '9' }, 'unknown', 'unknown', false],
    ['export against divisions', { reach: '4', destCity: '湘潭市' }, 'out-of-province', 'export', true],
    ['export with divisions', { reach: '1', destCity: '湘潭市' }, 'same-city', 'export', false],
    ['home city', { destProvince: '湖南', destCity: '湘潭' }, 'same-city', 'divisions', false],
    ['other city', { destProvince: '湖南省', destCity: '长沙' }, 'in-province', 'divisions', false],
    ['other province', { destProvince: '广东' }, 'out-of-province', 'divisions', false],
    ['same province, no city', { destProvince: '湖南' }, 'unknown', 'unknown', false],
    ['nothing', {}, 'unknown', 'unknown', false],
    ['address', { destAddress: '湖南省湘潭市岳塘区' }, 'same-city', 'divisions', false],
    ['columns before address', { destProvince: '广东', destAddress: '湖南省湘潭市岳塘区' }, 'out-of-province', 'divisions', false],
    ['office of destination', { destOffice: '长沙市' }, 'in-province', 'divisions', false],
    ['Hong Kong', { destProvince: '香港' }, 'international', 'divisions', false],
    ['Taiwan by address', { destAddress: '台湾省台北市' }, 'international', 'divisions', false],
    ['country', { destCountry: '美国' }, 'international', 'divisions', false],
    ['China', { destCountry: '中国', destCity: '长沙' }, 'in-province', 'divisions', false],
    ['municipality', { senderCity: '上海', destProvince: '上海', destCity: '市辖区' }, 'same-city', 'divisions', false],
    [
      'two districts of a municipality',
      { senderProvince: '重庆', senderCity: '市辖区', destProvince: '重庆', destCity: '县' },
      'same-city',
      'divisions',
      false,
    ],
    ['county under its province', { senderCity: '武汉', destProvince: '湖北', destCity: '仙桃' }, 'in-province', 'divisions', false],
    ['the same county', { senderCity: '仙桃市', destCity: '仙桃' }, 'same-city', 'divisions', false],
    ['two counties under one province', { senderCity: '潜江', destCity: '仙桃' }, 'in-province', 'divisions', false],
    ['sender province alone', { senderProvince: '湖南', destCity: '长沙' }, 'unknown', 'unknown', false],
  ])('%s', (_name, fields, expected, basis, conflict) => expect(region(fields)).toEqual([expected, basis, conflict]));

  it('takes the origin from the sender, else the accepted event, else home', () => {
    const more = { events: [changsha], traceAsOf: D20('12:00:00') };
    expect(region({ destCity: '长沙' }, more)[0]).toBe('same-city');
    expect(region({ destCity: '长沙', senderCity: '湘潭' }, more)[0]).toBe('in-province');
    expect(mail({}).originCity).toBe('4303');
    expect(RULES_IN_FORCE.homeCity).toBe('4303');
  });

  it('lets a person override', () => {
    const records = { ...NO_RECORDS, regionOverride: 'in-province' as const };
    expect(region({ reach: '4' }, { records })).toEqual(['in-province', 'override', false]);
  });
});
