import { beforeAll, describe, expect, it } from 'vitest';
import { ROW_REASONS } from '#shared/domain/imports/reasons.ts';
import { FIELD_KEYS } from '#shared/domain/imports/fields.ts';
import { SOURCE_SYSTEMS } from '#shared/domain/mail/statement.ts';
import { startTexts } from '#renderer/i18n/text.ts';
import { fieldName, rowReason, sourceName, valuesLine } from './row-reason.ts';

beforeAll(() => startTexts());

describe('words of the import', () => {
  it.each([...ROW_REASONS, 'mail-no-shape', 'mail-no-check-digit'])('reason %s', (reason) => {
    expect(rowReason(reason)).not.toContain(reason);
  });

  it.each([...FIELD_KEYS])('field %s', (field) => {
    expect(fieldName(field)).not.toBe(field);
  });

  it.each([...SOURCE_SYSTEMS])('source %s', (source) => {
    expect(sourceName(source)).not.toBe(source);
  });

  it('keeps an unknown reason readable for whoever is asked', () => {
    expect(rowReason('new-trouble')).toContain('new-trouble');
  });

  it('writes a row without its empty cells', () => {
    expect(valuesLine({ 邮件号: '1.27E+12', 客户: '', 备注: '急' })).toBe('邮件号 1.27E+12 · 备注 急');
  });
});
