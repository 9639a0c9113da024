import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskAddress, maskName, maskPhone, maskText } from './masking.ts';

describe('masking', () => {
  it.each([
    ['王小明', '王*'],
    ['王*', '王*'],
    [' 李四 ', '李*'],
    ['', ''],
  ])('name %j → %j', (name, masked) => expect(maskName(name)).toBe(masked));

  it.each([
    ['13800120012', '138******12'],
    ['+86 138 0012 0012', '+86 1** **** **12'],
    ['0731-58123456', '073*-******56'],
    ['58123456', '******56'],
    ['12345', '*****'],
    ['', ''],
  ])('phone %j → %j', (phone, masked) => expect(maskPhone(phone)).toBe(masked));

  it.each([
    ['湖南省湘潭市雨湖区韶山中路12号金都花园3栋2单元501室', '湖南省湘潭市雨湖区韶山中路12号金都花园***'],
    ['湘潭市岳塘区建设路8号3-2-501', '湘潭市岳塘区建设路8号***'],
    ['湘潭县易俗河镇某村12号', '湘潭县易俗河镇某村**号'],
    ['湘潭市岳塘区某大厦十二楼', '湘潭市岳塘区某大厦***'],
    ['湖南省湘潭市', '湖南省湘潭市'],
  ])('address %s → %s', (address, masked) => expect(maskAddress(address)).toBe(masked));

  it.each([
    ['快件正在派送中，请电联快递员【张三，电话:13800120012】', '快件正在派送中，请电联快递员【张*，电话:138******12】'],
    ['快递员张三，电话13800120012', '快递员张*，电话138******12'],
    ['或揽投部【电话:0731-58123456】，投诉请致电11183', '或揽投部【电话:073*-******56】，投诉请致电11183'],
    ['已代签收【家人，，】', '已代签收【家人，，】'],
    ['快件到达【上海市】，准备发往【某中心】', '快件到达【上海市】，准备发往【某中心】'],
    ['邮件号1272448151316已下段', '邮件号1272448151316已下段'],
    ['邮件XK13800120012已下段', '邮件XK13800120012已下段'],
    ['电话58123456', '电话******56'],
  ])('text %s', (text, masked) => expect(maskText(text)).toBe(masked));

  it('leaves no eleven-digit mobile in any text', () => {
    const mobile = fc
      .tuple(fc.constantFrom('13', '15', '18', '19'), fc.integer({ min: 0, max: 999_999_999 }))
      .map(([head, rest]) => head + String(rest).padStart(9, '0'));
    const around = fc.constantFrom('', '电话', '【王五，', '】', ':', ' ', 'tel', '，');
    fc.assert(
      fc.property(around, mobile, around, (before, number, after) => {
        const text = `${before}${number}${after}`;
        return !/(?<!\d)\d{11}(?!\d)/.test(maskText(text)) && !maskAddress(text).includes(number);
      }),
    );
  });
});
