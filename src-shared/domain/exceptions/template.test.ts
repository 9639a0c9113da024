import { describe, expect, it } from 'vitest';
import { maskText } from '../mail/masking.ts';
import { ABNORMAL_TYPES } from '../screening/vocabulary.ts';
import { DEFAULT_MACROS, DEFAULT_PUSH_TEMPLATES } from './default-phrases.ts';
import { MACRO, macrosFor, PUSH_TEMPLATE, pushTemplatesFor } from './phrases.ts';
import { renderTemplate, TEMPLATE_VARIABLES, UNKNOWN_FACT, unknownVariables } from './template.ts';
import type { TemplateValues } from './template.ts';

const values = Object.fromEntries(TEMPLATE_VARIABLES.map((name) => [name, `〈${name}〉`])) as TemplateValues;

describe('templates', () => {
  it('put facts in, name what is not known, and leave everything else', () => {
    expect(renderTemplate('{邮件号} 在{ 机构 }，{天气}{', { ...values, 机构: '' })).toBe(`〈邮件号〉 在${UNKNOWN_FACT}，{天气}{`);
    // A value that looks like a variable is a value.
    expect(renderTemplate('{客户}', { ...values, 客户: '{邮件号}$&' })).toBe('{邮件号}$&');
    expect(unknownVariables('{邮件号}{天气}{}{天气}')).toEqual(['天气', '']);
  });

  it('of the program are sound: known variables, unique ids, no personal data', () => {
    for (const macro of DEFAULT_MACROS) expect(MACRO.parse(macro)).toEqual(macro);
    for (const template of DEFAULT_PUSH_TEMPLATES) expect(PUSH_TEMPLATE.parse(template)).toEqual(template);
    for (const list of [DEFAULT_MACROS, DEFAULT_PUSH_TEMPLATES]) expect(new Set(list.map(({ id }) => id)).size).toBe(list.length);
    for (const { text } of [...DEFAULT_MACROS, ...DEFAULT_PUSH_TEMPLATES]) {
      const shown = renderTemplate(text, values);
      expect(shown).not.toContain('{');
      expect(maskText(shown)).toBe(shown);
    }
    expect(MACRO.safeParse({ ...DEFAULT_MACROS[0], text: '{天气}' }).success).toBe(false);
  });

  it('stand ready for every type', () => {
    for (const type of ABNORMAL_TYPES) {
      expect(macrosFor(DEFAULT_MACROS, type).length, type).toBeGreaterThan(0);
      expect(pushTemplatesFor(DEFAULT_PUSH_TEMPLATES, type).length, type).toBeGreaterThan(0);
    }
    expect(pushTemplatesFor(DEFAULT_PUSH_TEMPLATES, 'loss').map(({ id }) => id)).toEqual(['loss', 'general']);
  });
});
