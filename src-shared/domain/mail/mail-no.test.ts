import { describe, expect, it } from 'vitest';
import { checkMailNo } from './mail-no.ts';

describe('mail numbers', () => {
  it.each([
    ['1272448151316', '1272448151316'],
    [' 1272448151316\t', '1272448151316'],
    ['１２７２４４８１５１３１６', '1272448151316'],
    ["'1272448151316", '1272448151316'],
    ['\u001f1272448151316', '1272448151316'],
    ['\ufeff1272448151316', '1272448151316'],
    ['1272448151316.0', '1272448151316'],
    ['="1272448151316"', '1272448151316'],
    ['1272 4481 51316', '1272448151316'],
    ['lz290346175cn', 'LZ290346175CN'],
    ['ＬＺ290346175ＣＮ', 'LZ290346175CN'],
    ['EA471108151FR', 'EA471108151FR'],
    ['RR473124829GB', 'RR473124829GB'],
    ['EB000717618HK', 'EB000717618HK'],
    ['XK00000000001', 'XK00000000001'],
    ['9858638312956', '9858638312956'],
    ['7000818316568', '7000818316568'],
  ])('%j is %s', (text, mailNo) => expect(checkMailNo(text)).toEqual({ ok: true, mailNo }));

  it('warns of an unusual first digit', () => {
    expect(checkMailNo('3272448151316')).toEqual({ ok: true, mailNo: '3272448151316', warning: 'mail-no-unusual-prefix' });
  });

  it.each([
    ['', 'mail-no-missing'],
    [' \t', 'mail-no-missing'],
    ['1.27245E+12', 'mail-no-scientific'],
    ['1.27245e12', 'mail-no-scientific'],
    ['１.２７E＋１２', 'mail-no-scientific'],
    ['LZ290346176CN', 'mail-no-check-digit'],
    ['127244815131', 'mail-no-shape'],
    ['12724481513166', 'mail-no-shape'],
    ['1272448151316.5', 'mail-no-shape'],
    ['邮件号', 'mail-no-shape'],
  ])('%j is refused: %s', (text, reason) => expect(checkMailNo(text)).toEqual({ ok: false, reason }));
});
