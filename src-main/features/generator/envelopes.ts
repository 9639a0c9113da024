import type { Appearance, JourneyEvent, MailPlan } from './mail-plan.ts';
import { asOf, timeText } from './timeline.ts';

/**
 * Trace lines as the sources write them, one JSON document a line. Texts are our own and hold
 * nothing that JSON must escape, so lines are joined by hand: ten times faster than stringify.
 */
export type Dirt = {
  /** Index of an event that is written twice, or −1. */
  repeat: number;
  /** Newest first instead of oldest first. */
  reversed: boolean;
};

function chosen(mail: MailPlan, told: Appearance, dirt: Dirt): JourneyEvent[] {
  const events = mail.events.slice(told.from, told.to);
  const again = dirt.repeat >= 0 ? events[dirt.repeat] : undefined;
  if (again) events.push(again);
  return dirt.reversed ? events.reverse() : events;
}

function postEvent(mail: MailPlan, item: JourneyEvent): string {
  const who = item.courier;
  const operator = who ? `"operatorNo":"${who.no}","operatorName":"${who.name}"` : '"operatorNo":"XTZD","operatorName":"系统自动"';
  return (
    `{"traceNo":"${mail.mailNo}","opTime":"${timeText(item.at)}","opCode":"${item.op.code}",` +
    `"opName":"${item.op.name}","opDesc":"${item.text}",${item.org.json},${operator}}`
  );
}

function push(mail: MailPlan, events: readonly JourneyEvent[]): string {
  return `{"traces":[${events.map((item) => postEvent(mail, item)).join(',')}]}`;
}

function stream(mail: MailPlan, events: readonly JourneyEvent[]): string {
  return `[${events.map((item) => postEvent(mail, item)).join(',')}]`;
}

/** Open platform answer: retBody is JSON inside a JSON string. */
function query(mail: MailPlan, events: readonly JourneyEvent[], told: Appearance): string {
  const items = events.map((item) => {
    const extra = `"waybillNo":"${mail.mailNo}","productName":"${mail.product}",`;
    return `{${extra}${postEvent(mail, item).slice(1)}`;
  });
  const body = `{"responseItems":[${items.join(',')}]}`.replaceAll('"', '\\"');
  const at = timeText(asOf(told.snap));
  return (
    `{"serialNo":"${mail.mailNo}${told.snap}","retCode":"00000","retMsg":"查询结果正常返回！",` +
    `"retBody":"${body}","retDate":"${at}","success":true}`
  );
}

function webEvent(mail: MailPlan, item: JourneyEvent, index: number): string {
  const full = timeText(item.at);
  // The page shows only the clock of some events; bubbleTime is always whole.
  const shown = index % 3 === 1 ? full.slice(11, 16) : full;
  const dest = mail.dest;
  return (
    `{"traceNo":"${mail.mailNo}","waybillNo":"${mail.mailNo}","opTime":"${shown}","bubbleTime":"${full}",` +
    `"opCode":"${item.op.web}","opStateCode":"${item.op.code}","opStateName":"${item.op.name}","opName":"${item.op.name}",` +
    `"opDesc":"${item.text}",${item.org.json},"traceType":"国内","productName":"${mail.product}",` +
    `"receiverProvince":"${dest?.province ?? ''}","receiverCity":"${dest?.name ?? ''}","businessUni":"速递"}`
  );
}

function web(mail: MailPlan, events: readonly JourneyEvent[]): string {
  const list = events.map((item, index) => webEvent(mail, item, index)).join(',');
  return (
    `{"success":true,"value":{"domesticMailResultDtoList":[{"resCode":"00","resMsg":"成功",` +
    `"mailNo":"${mail.mailNo}","resObj":[${list}]}]}}`
  );
}

function kuaidi100(mail: MailPlan, events: readonly JourneyEvent[]): string {
  const list = [...events].reverse().map((item) => {
    const at = timeText(item.at);
    const { city } = item.org;
    return (
      `{"time":"${at}","ftime":"${at}","context":"${item.text}","areaCode":"CN${city.key.padEnd(6, '0').slice(0, 6)}000000",` +
      `"areaName":"${city.province === city.name ? '' : `${city.province},`}${city.name}","status":"${item.op.name}",` +
      `"statusCode":"${item.op.kuaidi100}","location":"${city.name}"}`
    );
  });
  const code = events[events.length - 1]?.op.kuaidi100 ?? '0';
  const state = code.length === 4 ? '0' : code.slice(0, 1);
  const check = state === '3' ? '1' : '0';
  return (
    `{"message":"ok","nu":"${mail.mailNo}","ischeck":"${check}","condition":"00","com":"ems","status":"200",` +
    `"state":"${state}","data":[${list.join(',')}]}`
  );
}

function kdniao(mail: MailPlan, events: readonly JourneyEvent[]): string {
  const list = events.map((item) => {
    const place = item.org.city.name;
    return (
      `{"AcceptTime":"${timeText(item.at)}","AcceptStation":"${item.text}","Action":"${item.op.kdniao}",` +
      `"Location":"${place}","Remark":""}`
    );
  });
  const code = events[events.length - 1]?.op.kdniao ?? '0';
  const reason = events.length > 0 ? '' : '"Reason":"暂无轨迹信息",';
  return (
    `{"EBusinessID":"1000001","ShipperCode":"EMS","LogisticCode":"${mail.mailNo}","Success":true,${reason}` +
    `"State":"${code.slice(0, 1)}","StateEx":"${code}","Location":"${events[events.length - 1]?.org.city.name ?? ''}",` +
    `"Traces":[${list.join(',')}]}`
  );
}

/** The line of one naming of a mail, without its line end. */
export function envelopeLine(mail: MailPlan, told: Appearance, dirt: Dirt): string {
  const events = chosen(mail, told, dirt);
  switch (told.envelope) {
    case 'push':
    case 'coarse':
      return push(mail, events);
    case 'stream':
      return stream(mail, events);
    case 'query':
      return query(mail, events, told);
    case 'web':
      return web(mail, events);
    case 'kuaidi100':
      return kuaidi100(mail, chosen(mail, told, { repeat: dirt.repeat, reversed: false }));
    case 'kdniao':
      return kdniao(mail, events);
  }
}
