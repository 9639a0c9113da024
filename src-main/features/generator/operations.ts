import type { Stage } from '#shared/domain/screening/vocabulary.ts';

/** An operation of the postal systems, with its counterpart in each kind of source. */
export type Op = {
  code: string;
  name: string;
  stage: Stage | null;
  /** ems.com.cn web level: 5 已揽收, 6 运送中, 11 派送中, 18 已签收. */
  web: string;
  kuaidi100: string;
  kdniao: string;
};

type Naming = readonly [code: string, name: string];

function op([code, name]: Naming, stage: Stage | null, vendor: readonly [string, string, string]): Op {
  return { code, name, stage, web: vendor[0], kuaidi100: vendor[1], kdniao: vendor[2] };
}

const TRANSIT = ['6', '1002', '2'] as const;

export const OPS = {
  accepted: op(['203', '收寄计费信息'], 'accepted', ['5', '103', '1']),
  acceptedAgain: op(['208', '收寄信息'], 'accepted', ['5', '103', '1']),
  allotted: op(['303', '揽投配发'], 'at-origin-station', ['6', '103', '1']),
  departed: op(['305', '揽投发运/封车'], 'left-origin', TRANSIT),
  atCentre: op(['954', '邮件到达处理中心'], 'at-centre', TRANSIT),
  leftCentre: op(['389', '处理中心封车'], 'left-centre', TRANSIT),
  leftCentreAgain: op(['989', '离开处理中心'], 'left-centre', TRANSIT),
  atDestCentre: op(['954', '邮件到达处理中心'], 'at-centre', ['6', '1001', '201']),
  toAirline: op(['404', '交航扫描'], 'linehaul', TRANSIT),
  takeOff: op(['457', '航空公司启运'], 'linehaul', TRANSIT),
  arrivedByAir: op(['505', '飞机到达进港'], 'linehaul', TRANSIT),
  landed: op(['912', '航班降落'], 'linehaul', TRANSIT),
  exportSealed: op(['423', '出口邮件直封封发'], 'linehaul', TRANSIT),
  leftCountry: op(['460', '离开境外处理中心'], 'linehaul', TRANSIT),
  arrivedAbroad: op(['516', '总包到达寄达地'], 'linehaul', TRANSIT),
  toCustoms: op(['EXA', '送交出口海关'], 'customs', ['6', '10', '2']),
  clearedCustoms: op(['EXC', '出口海关放行'], 'customs', ['6', '12', '2']),
  atStation: op(['306', '揽投解车'], 'at-delivery-station', TRANSIT),
  onDelivery: op(['702', '投递邮件接收-下段'], 'out-for-delivery', ['11', '5', '202']),
  attempted: op(['705', '投递结果反馈-未妥投'], 'attempt-failed', ['11', '206', '405']),
  inLocker: op(['715', '邮件入柜待取'], 'ready-for-pickup', ['11', '501', '211']),
  delivered: op(['704', '投递结果反馈-妥投'], 'delivered', ['18', '301', '301']),
  deliveredUnit: op(['747', '妥投-单位收发室'], 'delivered', ['18', '303', '304']),
  deliveredSelf: op(['748', '妥投-本人签收'], 'delivered', ['18', '301', '301']),
  returned: op(['708', '退回'], 'returned', ['6', '6', '406']),
  returnedAgain: op(['711', '退回'], 'returned', ['6', '6', '406']),
  handover: op(['', '投递回班交接'], null, ['', '', '']),
  recalled: op(['801', '撤单'], null, ['6', '1002', '2']),
  redirected: op(['802', '改址'], null, ['6', '1002', '2']),
  coarseAccepted: op(['10', '收寄'], 'accepted', ['5', '1', '1']),
  coarseTransit: op(['20', '运输'], 'linehaul', TRANSIT),
  coarseAttempt: op(['70', '试投'], 'attempt-failed', ['11', '206', '405']),
  coarseDelivered: op(['80', '妥投'], 'delivered', ['18', '3', '3']),
} as const;
