import type { ExceptionStatus, Stage, Verdict } from '#shared/domain/screening/vocabulary.ts';

export const STATUS_NAMES: Record<ExceptionStatus, string> = { open: '未结', 'self-cleared': '已自愈', closed: '已结案' };

export const VERDICT_NAMES: Record<Verdict, string> = { normal: '正常', abnormal: '异常', undetermined: '待判' };

export const STAGE_NAMES: Record<Stage, string> = {
  accepted: '已收寄',
  'at-origin-station': '在收寄机构',
  'left-origin': '已离开收寄机构',
  'at-centre': '到达处理中心',
  'left-centre': '离开处理中心',
  linehaul: '干线运输',
  customs: '海关',
  'at-delivery-station': '到达投递机构',
  'out-for-delivery': '下段投递',
  'attempt-failed': '未妥投',
  'ready-for-pickup': '待自取',
  delivered: '妥投',
  returned: '退回',
  void: '作废',
};
