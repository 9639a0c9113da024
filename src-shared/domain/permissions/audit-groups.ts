import { OP_ACTS } from './op-acts.ts';

/** What an auditor asks for: what was seen, changed on mails, taken out, erased, and who changed what holds for all. */
export const AUDIT_GROUPS = ['seen', 'exceptions', 'exported', 'erased', 'people', 'rules', 'clients', 'other'] as const;
export type AuditGroup = (typeof AUDIT_GROUPS)[number];

/** The group of a kind of op. */
export function auditGroupOf(kind: string): AuditGroup {
  if (kind === 'data.reveal') return 'seen';
  if (kind === 'data.export' || kind === 'key.export') return 'exported';
  if (kind === 'data.erase') return 'erased';
  const area = kind.slice(0, kind.indexOf('.'));
  if (area === 'exception') return 'exceptions';
  if (area === 'person') return 'people';
  if (area === 'rules') return 'rules';
  return area === 'client' ? 'clients' : 'other';
}

/** Kinds of people's ops that a group holds. */
export function kindsOfGroup(group: AuditGroup): string[] {
  return Object.entries(OP_ACTS).flatMap(([kind, act]) => (act !== 'system' && auditGroupOf(kind) === group ? [kind] : []));
}
