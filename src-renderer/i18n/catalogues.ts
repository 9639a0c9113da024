import enCommon from './en/common.json';
import enFindings from './en/findings.json';
import enFrame from './en/frame.json';
import enQueue from './en/queue.json';
import enReasons from './en/reasons.json';
import enScreens from './en/screens.json';
import enSession from './en/session.json';
import enWords from './en/words.json';
import zhCommon from './zh-cn/common.json';
import zhFindings from './zh-cn/findings.json';
import zhFrame from './zh-cn/frame.json';
import zhQueue from './zh-cn/queue.json';
import zhReasons from './zh-cn/reasons.json';
import zhScreens from './zh-cn/screens.json';
import zhSession from './zh-cn/session.json';
import zhWords from './zh-cn/words.json';

/** One namespace per area; the Chinese catalogue gives the shape. */
export const zhCn = {
  common: zhCommon,
  findings: zhFindings,
  frame: zhFrame,
  queue: zhQueue,
  reasons: zhReasons,
  screens: zhScreens,
  session: zhSession,
  words: zhWords,
};

export type Catalogue = typeof zhCn;

/** Complete beside the Chinese one: a missing key does not compile. */
export const en: Catalogue = {
  common: enCommon,
  findings: enFindings,
  frame: enFrame,
  queue: enQueue,
  reasons: enReasons,
  screens: enScreens,
  session: enSession,
  words: enWords,
};

type Leaves<T> = {
  [K in keyof T & string]: T[K] extends string ? K : T[K] extends readonly string[] ? never : `${K}.${Leaves<T[K]>}`;
}[keyof T & string];

/** `area:path.to.text`, for every text of the catalogues. */
export type TextKey = { [N in keyof Catalogue & string]: `${N}:${Leaves<Catalogue[N]>}` }[keyof Catalogue & string];
