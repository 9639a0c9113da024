import type { FieldKey } from './fields.ts';

/**
 * Headings by meaning, in order of preference: where two columns of a file mean the same, the
 * earlier word wins. Built from headings seen in exports of the postal systems.
 */
const WORDS: Readonly<Record<FieldKey, string>> = {
  mailNo:
    '邮件号|邮件号码|运单号|物流单号|快递单号|邮件编号|运单号码|面单号|快递号|邮件条码|单号|mailno|traceno|waybillno|waybill_no|mail_no',
  acceptedAt: '收寄时间|交寄时间|揽收时间|biz_occur_date|acceptedat|发货时间|寄件时间',
  acceptedDate: '收寄日期|交寄日期|揽收日期|发货日期',
  reach: '寄达范围|product_reach_area|寄达区域',
  senderProvince:
    '寄件省|寄件省份|寄件省名称|寄件省份名称|寄件人省|寄件人省份|发件省|发件省份|收寄省|收寄省份|收寄省名称|sender_province_name',
  senderCity: '寄件市|寄件城市|寄件市名称|寄件城市名称|寄件人市|寄件人城市|发件市|发件城市|收寄市|收寄城市|收寄市名称|sender_city_name',
  senderCounty: '寄件区|寄件县|寄件区县|寄件县名称|寄件区县名称|寄件人区县|发件区县|收寄区|收寄县|收寄区县|sender_county_name',
  senderPlace: '收寄省/市/区|寄件省/市/区|寄件省市区|收寄省市区',
  senderName: '寄件人|寄件人姓名|寄件人名称|发件人|发件人姓名',
  destProvince: '寄达省名称|寄达省|寄达省份|收件省份|收件省|收件省名称|收件人省|收件人省份|收件省份名称|receiver_province_name',
  destCity: '寄达市名称|寄达市|寄达城市|收件城市|收件市|收件市名称|收件人市|收件人城市|收件城市名称|receiver_city_name',
  destCounty: '寄达县名称|寄达区县|寄达区县名称|寄达县|寄达区|收件区县|收件区|收件县|收件人区县|收件区县名称|receiver_county_name',
  destPlace: '寄达省/市名称|寄达省/市/区|收件省/市/区|收件省市区|收件人省市区',
  destCountry: '寄达国(地区)|寄达国|寄达国家|寄达国家(地区)|寄达国名称',
  destAddress: '收件人地址|收件地址|收货地址|详细地址|收件人详细地址|寄达地址',
  destOffice: '寄达局名称|寄达局|寄达机构|投递局',
  recipientName: '收件人姓名|收件人|收件人名称|收货人|收货人姓名',
  recipientPhone: '收件人电话|收件人手机|收件人联系电话|收件电话|收件人手机号|收货人电话|收件人联系方式',
  clientCode:
    '大宗客户代码|大客户编号|客户代号|协议客户代码|寄件客户代码|协议客户代号|大客户代码|客户代码|客户编码|客户编号|客户号|sender_no|clientcode|代码|编码',
  clientName: '大宗客户名称|客户名称|协议客户名称|大客户名称|客户|客户简称|单位名称|clientname|名称',
  declaredWeight: '申报重量|单件重量|申报重量(克)|客户申报重量|声明重量',
  actualWeight: '重量(克)|重量|实际重量|邮件重量|实重|实际重量(克)|real_weight',
  product: '可售卖产品|产品类型|产品名称|产品|业务产品|邮件种类|业务种类|productname',
  postage: '总邮资|实收邮资|实收邮费|总资费(分)|总资费|资费|邮资|邮费|postage_total',
  acceptanceOrg: '收寄机构名称|收寄机构|收寄单位名称|收寄局|收寄局名称|收寄网点|收寄单位|post_org_name',
  accountManager: '客户经理|客户经理姓名|客户经理名称|协议客户经理|customer_manager_name',
  remark: '邮件备注|备注|备注信息',
  opTime: '操作时间|轨迹时间|处理时间|扫描时间|事件时间|发生时间|操作日期|optime|op_time|时间',
  opCode: '操作码|操作代码|操作编码|轨迹代码|动作代码|操作动作代码|opcode|op_code',
  opName: '操作名称|操作动作|轨迹名称|操作类型|动作名称|操作|opname|op_name',
  opDesc: '操作描述|轨迹描述|轨迹信息|操作说明|描述|轨迹内容|处理信息|操作信息|详细说明|opdesc|op_desc',
  opOrgCode: '操作机构代码|操作机构(代码)|操作机构编码|操作机构编号|操作机构号|处理机构代码|机构代码|机构编码|机构号|oporgcode|op_org_code',
  opOrgName: '操作机构名称|操作机构(名称)|操作机构|处理机构名称|处理机构|操作单位|操作网点|机构名称|oporgname|op_org_name',
  opProvince: '操作机构省|操作机构(省)|操作机构省份|操作机构省名称|操作机构所在省|操作省|机构省|机构所在省|操作省份|oporgprovname',
  opCity: '操作机构市|操作机构(市)|操作机构城市|操作机构市名称|操作机构所在市|操作市|机构市|机构所在市|操作城市|oporgcity',
  lastOpName: '最后操作信息|最后操作名称|最后操作|末次操作|末次操作名称|最新轨迹|最后轨迹|物流最新节点',
  lastOpTime: '最后操作时间|末次操作时间|最新轨迹时间|最后轨迹时间|物流最新时间',
  tiers: '客户等级|客户类型|客户层级|客户标签|等级|层级|标识|客户标识|标签|客户类别',
  tierAgreement: '协议|协议客户|是否协议|是否协议客户',
  tierKey: '重点|重点客户|是否重点|是否重点客户',
  tierVip: 'vip|vip客户|是否vip|是否vip客户',
  tierHead: '头部|头部客户|是否头部|是否头部客户',
  tierStrategic: '战略|战略客户|是否战略|是否战略客户',
  industry: '行业|所属行业|二级行业|客户行业|一级行业',
  groups: '群组|工作群|客户群|群|分组|微信群|群名称|工作群名称',
  station: '揽投部|所属机构|揽投部名称|服务揽投部|所属揽投部',
};

/** Normalised heading → meaning and order of preference. */
export const SYNONYMS: ReadonlyMap<string, { readonly field: FieldKey; readonly rank: number }> = new Map(
  (Object.entries(WORDS) as [FieldKey, string][]).flatMap(([field, words]) =>
    words.split('|').map((word, rank) => [word, { field, rank }] as const),
  ),
);
