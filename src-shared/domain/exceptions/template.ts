/**
 * Texts with variables in braces, as follow-ups and messages to clients are made of:
 * `{邮件号} 目前在{机构}，{类型}`. Variables have the names that people see in the editor.
 */
export const TEMPLATE_VARIABLES = [
  '邮件号',
  '客户',
  '类型',
  '环节',
  '机构',
  '区域',
  '收寄日期',
  '寄达',
  '最近节点',
  '最近时间',
  '最近机构',
  '截止',
  '下次跟进',
  '今天',
  '办理人',
] as const;
export type TemplateVariable = (typeof TEMPLATE_VARIABLES)[number];
export type TemplateValues = Readonly<Record<TemplateVariable, string>>;

/** What stands for a fact that is not known. */
export const UNKNOWN_FACT = '（未知）';
const VARIABLE = /\{([^{}]*)\}/g;

/** Puts the values in; an empty value reads as not known, what is no variable stays as it is written. */
export function renderTemplate(text: string, values: TemplateValues): string {
  return text.replace(VARIABLE, (whole, name: string) => {
    if (!isTemplateVariable(name.trim())) return whole;
    const value = values[name.trim() as TemplateVariable];
    return value === '' ? UNKNOWN_FACT : value;
  });
}

/** Names in braces that no variable has, for the editor of templates. */
export function unknownVariables(text: string): string[] {
  const names = [...text.matchAll(VARIABLE)].map((match) => (match[1] ?? '').trim());
  return [...new Set(names.filter((name) => !isTemplateVariable(name)))];
}

function isTemplateVariable(name: string): name is TemplateVariable {
  return (TEMPLATE_VARIABLES as readonly string[]).includes(name);
}
