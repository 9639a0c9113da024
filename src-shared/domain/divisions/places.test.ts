import { describe, expect, it } from 'vitest';
import { cityKeyOf, cityOfOrganisation, isOutsideMainland, nameOfCity, nameOfProvince, placeOf, provinceKeyOf } from './places.ts';
import { divisions } from './table.ts';

describe('places by columns', () => {
  it.each([
    ['with suffixes', { province: '湖南省', city: '湘潭市' }, '43', '4303'],
    ['without suffixes', { province: '湖南', city: '湘潭' }, '43', '4303'],
    ['spaces and full-width', { province: ' 湖南　', city: '湘潭 ' }, '43', '4303'],
    ['city alone', { city: '湘潭' }, '43', '4303'],
    ['prefecture in full', { city: '湘西土家族苗族自治州' }, '43', '4331'],
    ['prefecture, short with 州', { city: '湘西州' }, '43', '4331'],
    ['prefecture, 自治州', { city: '湘西自治州' }, '43', '4331'],
    ['prefecture, bare', { province: '湖南', city: '湘西' }, '43', '4331'],
    ['league', { city: '锡林郭勒' }, '15', '1525'],
    ['area', { city: '大兴安岭' }, '23', '2327'],
    ['municipality by city', { city: '上海' }, '31', '3100'],
    ['municipality by province', { province: '上海市' }, '31', '3100'],
    ['municipality, 市辖区', { province: '上海市', city: '市辖区' }, '31', '3100'],
    ['municipality, 县', { province: '重庆', city: '县', county: '城口县' }, '50', '5000'],
    ['autonomous region', { province: '广西', city: '南宁' }, '45', '4501'],
    ['county directly under its province', { province: '湖北省', city: '仙桃市' }, '42', '429004'],
    ['the same by its group label', { province: '湖北', city: '省直辖县级行政区划', county: '仙桃市' }, '42', '429004'],
    ['another one is another city', { city: '潜江' }, '42', '429005'],
    ['county column settles the city', { province: '湖南', county: '湘潭县' }, '43', '4303'],
    ['county-level city in the city column', { city: '湘乡市' }, '43', '4303'],
    ['province repeated in the city column', { city: '湖南省湘潭市' }, '43', '4303'],
    ['province code', { province: '440000' }, '44', null],
    ['city code', { city: '430300' }, '43', '4303'],
    ['county code', { county: '430302' }, '43', '4303'],
    ['code of a direct county', { city: '429004' }, '42', '429004'],
    ['code of a municipality district', { city: '310115' }, '31', '3100'],
    ['unknown code', { city: '990000' }, null, null],
    ['province alone', { province: '湖南' }, '43', null],
    ['吉林 alone is ambiguous', { city: '吉林' }, '22', null],
    ['吉林 within 吉林', { province: '吉林', city: '吉林' }, '22', '2202'],
    ['吉林市 is the city', { city: '吉林市' }, '22', '2202'],
    ['海南 within 海南 is no city', { province: '海南', city: '海南' }, '46', null],
    ['海南 within 青海 is the prefecture', { province: '青海', city: '海南' }, '63', '6325'],
    ['city of another province', { province: '湖南', city: '深圳市' }, '43', null],
    ['ambiguous county', { county: '鼓楼区' }, null, null],
    ['nonsense', { province: '某省', city: '某市' }, null, null],
    ['empty', {}, null, null],
    ['Hong Kong', { province: '香港', city: '九龙' }, '81', null],
    ['Taiwan', { province: '台湾省' }, '71', null],
  ])('%s', (_name, columns, province, city) => {
    expect(placeOf(columns)).toEqual({ provinceKey: province, cityKey: city });
    expect(provinceKeyOf(columns)).toBe(province);
    expect(cityKeyOf(columns)).toBe(city);
  });

  it('finds each city by its full and its bare name within its province', () => {
    const { cities, provinceNames } = divisions();
    expect(cities.size).toBeGreaterThan(360);
    for (const city of cities.values()) {
      expect(cityKeyOf({ province: provinceNames.get(city.province), city: city.name }), city.name).toBe(city.key);
      expect(nameOfCity(city.key)).toBe(city.name);
    }
    expect(nameOfProvince('43')).toBe('湖南省');
    expect(nameOfCity('9999')).toBeNull();
  });
});

describe('city of an organisation', () => {
  it.each([
    ['湘潭市岳塘区投递部', '4303'],
    ['湖南省湘潭市揽投部', '4303'],
    ['上海市虹口区飞虹路揽投部', '3100'],
    ['湖南省长沙市中心局', '4301'],
    ['湖北省仙桃市营业部', '429004'],
    ['湘潭岳塘投递部', null],
    ['长沙邮件处理中心', null],
    ['湖南省邮区中心', null],
    ['中国邮政湘潭市分公司', null],
    ['', null],
  ])('%s → %s', (name, city) => expect(cityOfOrganisation(name)).toBe(city));
});

describe('outside the mainland', () => {
  it.each([
    [{ country: '中国' }, false],
    [{ country: 'CN' }, false],
    [{ country: '中华人民共和国' }, false],
    [{ country: '' }, false],
    [{}, false],
    [{ country: '美国' }, true],
    [{ country: '中国香港' }, true],
    [{ country: '台湾' }, true],
    [{ province: '澳门' }, true],
    [{ province: '湖南省' }, false],
    [{ country: '中国', province: '香港特别行政区' }, true],
  ])('%o → %s', (place, outside) => expect(isOutsideMainland(place)).toBe(outside));
});
