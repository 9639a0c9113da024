import type { Statement } from '#shared/domain/mail/statement.ts';
import { HOUR_MS } from '#shared/kernel/instant.ts';

const CHANGSHA = { province: '湖南省', city: '长沙市' };

/** A mail within the city that was handed in two days ago and has not been delivered since. */
export function stalledMail(mailNo: string, now: number, client: string | null = 'C1'): Statement[] {
  const acceptedAt = now - 50 * HOUR_MS;
  const mail = {
    acceptedAt,
    reach: '1',
    destProvince: CHANGSHA.province,
    destCity: CHANGSHA.city,
    ...(client !== null && { clientCode: client, clientName: `客户${client}` }),
  };
  const event = {
    at: acceptedAt + HOUR_MS,
    system: 'post',
    code: '702',
    name: '投递邮件接收',
    text: '',
    orgCode: '41000001',
    orgName: '长沙',
  } as const;
  return [
    { row: 1, mailNo, source: 'new-generation', mail },
    { row: 2, mailNo, source: 'trace-push', event: { ...event, ...CHANGSHA, summary: false, source: 'trace-push' } },
  ];
}
