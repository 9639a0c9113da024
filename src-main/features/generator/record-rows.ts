import type { MailPlan } from './mail-plan.ts';
import type { Random } from './random.ts';
import { timeText } from './timeline.ts';
import { formatDay } from '#shared/kernel/instant.ts';

/** Headings of the 收寄清单 as the 新一代 system exports it. */
export const WAYBILL_HEADINGS = [
  '可售卖产品',
  '邮件号',
  '寄件人',
  '寄达国（地区）',
  '寄达省名称',
  '寄达市名称',
  '大宗客户代码',
  '大宗客户名称',
  '子客户编码',
  '子客户名称',
  '收寄员',
  '收寄时间',
  '运输方式',
  '收件人',
  '收件人电话',
  '收件人邮编',
  '收件人地址',
  '本机构格口',
  '重量(克)',
  '总邮资',
  '标准邮资',
  '实收邮资',
  '其他邮资',
  '保费金额',
  '结算方式',
  '收寄来源',
  '体积',
  '长',
  '宽',
  '高',
  '保价保险标志',
  '最后修改时间',
] as const;
export const MAIL_NO_COLUMN = 1;
export const ACCEPTED_COLUMN = 11;

/** The layout that also tells the 寄达范围. */
export const WAYBILL_HEADINGS_WITH_REACH = [...WAYBILL_HEADINGS, '寄达范围'] as const;

export const REGISTERED_HEADINGS = [
  '记录序号',
  '用户自编号',
  '邮件号码',
  '寄达局邮编',
  '寄达局名称',
  '收件人姓名',
  '收件人地址',
  '收件人电话',
  '重量',
  '单件重量',
  '邮件备注',
  '内件名称',
  '大客户编号',
  '封发标志',
  '已贴票金额',
] as const;

export const GRID_HEADINGS = [
  '邮件号',
  '二级行业',
  '客户类别',
  '客户代号',
  '客户名称',
  '收寄单位代码',
  '收寄单位名称',
  '收寄日期',
  // The trade's own confusion: these three name the receiver's place.
  '收寄省',
  '收寄市',
  '收寄区',
  '最后投递单位',
  '最后投递单位名称',
  '状态',
  '轨迹位置',
  '产品类型',
  '运输方式',
  '最后操作信息',
  '最后操作时间',
  '是否改址',
  '是否撤单',
  '实收邮费',
] as const;

export const CLIENT_HEADINGS = ['客户代码', '客户名称', '客户类别', '客户经理', '行业', '分组'] as const;

const yuan = (fen: number): string => (fen / 100).toFixed(2);

function address(mail: MailPlan): string {
  if (mail.region === 'international') return `${mail.country}（详见面单）`;
  const { dest } = mail;
  if (!dest) return '详见面单';
  const county = mail.county === dest.name ? '' : mail.county;
  const province = dest.province === dest.name ? '' : dest.province;
  return `${province}${dest.name}${county}示例路${(mail.actualG % 300) + 1}号`;
}

/** Cells of one 收寄清单 row, in the order of the headings. */
export function waybillCells(mail: MailPlan): string[] {
  const { client, dest } = mail;
  const fee = yuan(mail.feeFen);
  const accepted = timeText(mail.acceptedAt);
  return [
    mail.product,
    mail.mailNo,
    client?.name ?? '散户',
    mail.country || '中国',
    dest?.province ?? '',
    dest?.name ?? '',
    client?.code ?? '',
    client?.name ?? '',
    '',
    '',
    mail.courier.name,
    accepted,
    mail.family === 'post' ? '陆运' : '航空',
    mail.recipient.name,
    mail.recipient.phone,
    '',
    address(mail),
    '',
    String(mail.actualG),
    fee,
    fee,
    fee,
    '0.00',
    '0.00',
    client ? '计欠' : '现结',
    client ? '接口导入' : 'PDA',
    '',
    '',
    '',
    '',
    '基本',
    accepted,
  ];
}

const REACH_DIGIT: Readonly<Record<MailPlan['region'], string>> = {
  'same-city': '1',
  'in-province': '3',
  'out-of-province': '4',
  international: '5',
  unknown: '',
};
const REACH_NAME: Readonly<Record<string, string>> = { '1': '同城', '2': '地市', '3': '省内', '4': '国内', '5': '国际', '': '' };

/** 寄达范围 as digit or name; neighbouring cities of the province are sometimes called 地市. */
export function reachCell(mail: MailPlan, byName: boolean): string {
  const digit = mail.region === 'in-province' && mail.county.length % 2 === 0 ? '2' : REACH_DIGIT[mail.region];
  return byName ? (REACH_NAME[digit] ?? '') : digit;
}

export function registeredCells(mail: MailPlan, serial: number): string[] {
  const declared = String(mail.declaredG ?? mail.actualG);
  const place = mail.dest?.name ?? '.';
  return [
    String(serial),
    '.',
    mail.mailNo,
    '.',
    place,
    mail.recipient.name,
    address(mail),
    mail.recipient.phone,
    declared,
    declared,
    mail.remark || '.',
    '.',
    mail.client?.code ?? '.',
    '0',
    '.',
  ];
}

export function gridCells(mail: MailPlan): string[] {
  const last = [...mail.events].reverse().find((item) => item.op.stage === 'delivered');
  const { client, dest } = mail;
  return [
    mail.mailNo,
    client?.industry ?? '',
    client?.tiers.join('、') ?? '散户',
    client?.code ?? '',
    client?.name ?? '',
    mail.origin.code,
    mail.origin.name,
    formatDay(mail.postDay),
    dest?.province ?? '',
    dest?.name ?? '',
    mail.county,
    last?.org.code ?? '',
    last?.org.name ?? '',
    '妥投',
    '',
    mail.product,
    '陆运',
    '投递结果反馈-妥投',
    last ? timeText(last.at) : '',
    '否',
    '否',
    yuan(mail.feeFen),
  ];
}

const FULL_WIDTH_ZERO = '０'.charCodeAt(0) - '0'.charCodeAt(0);

/** Damages that spreadsheets and people do to a number, all of them readable. */
export function damage(mailNo: string, random: Random): { text: string; kind: string } | null {
  const roll = random.below(1000);
  if (roll < 3) return { text: `${mailNo}\t`, kind: 'tab' };
  if (roll < 5 && /^\d/.test(mailNo)) return { text: `${mailNo}.0`, kind: 'dot-zero' };
  if (roll < 7) {
    const wide = mailNo.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + FULL_WIDTH_ZERO));
    return { text: wide, kind: 'full-width' };
  }
  return null;
}
