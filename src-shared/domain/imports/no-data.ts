const NO_DATA =
  /查无|未查询?到|没有?(?:查询?到|找到)|(?:暂?无|没有)(?:相关|此|该)?(?:客户|查询|物流|轨迹|邮件|运单|快递)?(?:的)?(?:信息|轨迹|记录|结果|数据)|无此(?:邮件|单号|运单)|查询无|无记录|not\s*found|no\s+(?:data|result|trace)/i;
const FAILURE = /签名|验签|鉴权|授权|权限|超时|系统(?:异常|错误|繁忙)|参数|频率|限流|套餐|余额|次数|timeout|denied|forbidden|invalid/i;

/** True for the prose by which a source says that it knows nothing of a mail. */
export function isNoData(prose: string): boolean {
  return prose.length <= 200 && NO_DATA.test(prose);
}

/** True when an answer tells of a failed call: it then says nothing about the mail. */
export function isCallFailure(prose: string): boolean {
  return FAILURE.test(prose) && !isNoData(prose);
}
