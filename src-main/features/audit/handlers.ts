import type { AppHandlers } from '#shared/contract/contract.ts';
import type { HandlerContext } from '../handler-context.ts';
import type { AuditPage } from './audit-reader.ts';
import { readAuditPage } from './audit-reader.ts';

/** 审计: who saw, changed and exported what. */
export function createAuditHandlers(context: HandlerContext): AppHandlers['audit'] {
  return { list: (question) => context.ledger().read<AuditPage>((tx) => readAuditPage(tx, question)) };
}
