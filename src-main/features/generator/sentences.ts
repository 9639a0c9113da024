import type { Courier, Org } from './geography.ts';

/** The sentences of opDesc, as customers read them; people and numbers in them are invented. */
const CLOSING = '连接美好，无处不在，感谢您使用中国邮政';

export function acceptedAt(org: Org, courier: Courier): string {
  return `【${org.name}】已收寄，揽投员：${courier.name}，电话：${courier.phone}`;
}

export function arrivedAt(org: Org): string {
  return `快件到达【${org.name}】`;
}

export function leftFor(org: Org, next: Org): string {
  return `快件离开【${org.name}】，正在发往【${next.name}】`;
}

export function onDelivery(org: Org, courier: Courier): string {
  return (
    `快件正在派送中，请耐心等待，保持电话畅通，准备签收，如有疑问请电联快递员` +
    `【${courier.name}，电话:${courier.phone}】或揽投部【电话:${org.couriers[0]?.phone ?? courier.phone}】，投诉请致电11183。`
  );
}

export const ATTEMPT_REASONS = [
  '因收件人名址有误/不详且电话无法接通',
  '因收件人电话无法接通',
  '因收件人拒收',
  '因收件人要求改期投递',
  '因收件人地区超范围',
  '因收件人外出不在，无人代收',
  '因其他原因',
] as const;

export function attempted(reason: string, courier: Courier): string {
  return `${reason}，将再次联系收件人进行投递，如有疑问请电联快递员【电话:${courier.phone}】，投诉请致电11183。`;
}

export function deliveredTo(how: string, courier: Courier): string {
  return `您的快件${how}，如有疑问请电联快递员【${courier.name}，电话:${courier.phone}】。${CLOSING}`;
}

export const DELIVERED_HOW = ['已签收【本人签收】', '已妥收', '已代签收【家人，，】', '已代签收【同事，，】', '已代收【邻居】'] as const;

export function inLocker(org: Org, courier: Courier): string {
  return `快件已投递至【${org.name}】快递柜，请凭取件码领取，如有疑问请电联快递员【${courier.name}，电话:${courier.phone}】`;
}

export const PICKED_UP = '收件人已从快递柜取走邮件';
export const LOOKS_SOUND = '，外包装完好，无破损';
export const LOOKS_DAMAGED = '，外包装破损，内件情况待核实';
export const RECALLED = '寄件人申请撤单';
export const REDIRECTED = '寄件人申请更改收件信息';

export function returnedFrom(org: Org, reason: string): string {
  return `${reason}，邮件由【${org.name}】退回`;
}
