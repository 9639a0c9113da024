import enAudit from './en/audit.json';
import enClients from './en/clients.json';
import enCommon from './en/common.json';
import enCoverage from './en/coverage.json';
import enExports from './en/exports.json';
import enFindings from './en/findings.json';
import enFrame from './en/frame.json';
import enImports from './en/imports.json';
import enKeys from './en/keys.json';
import enPeople from './en/people.json';
import enQueue from './en/queue.json';
import enReasons from './en/reasons.json';
import enRestore from './en/restore.json';
import enRules from './en/rules.json';
import enSafety from './en/safety.json';
import enScreens from './en/screens.json';
import enSearch from './en/search.json';
import enSession from './en/session.json';
import enSettings from './en/settings.json';
import enSync from './en/sync.json';
import enTraining from './en/training.json';
import enWords from './en/words.json';
import zhAudit from './zh-cn/audit.json';
import zhClients from './zh-cn/clients.json';
import zhCommon from './zh-cn/common.json';
import zhCoverage from './zh-cn/coverage.json';
import zhExports from './zh-cn/exports.json';
import zhFindings from './zh-cn/findings.json';
import zhFrame from './zh-cn/frame.json';
import zhImports from './zh-cn/imports.json';
import zhKeys from './zh-cn/keys.json';
import zhPeople from './zh-cn/people.json';
import zhQueue from './zh-cn/queue.json';
import zhReasons from './zh-cn/reasons.json';
import zhRestore from './zh-cn/restore.json';
import zhRules from './zh-cn/rules.json';
import zhSafety from './zh-cn/safety.json';
import zhScreens from './zh-cn/screens.json';
import zhSearch from './zh-cn/search.json';
import zhSession from './zh-cn/session.json';
import zhSettings from './zh-cn/settings.json';
import zhSync from './zh-cn/sync.json';
import zhTraining from './zh-cn/training.json';
import zhWords from './zh-cn/words.json';

/** One namespace per area; the Chinese catalogue gives the shape. */
export const zhCn = {
  common: zhCommon,
  settings: zhSettings,
  rules: zhRules,
  safety: zhSafety,
  exports: zhExports,
  keys: zhKeys,
  audit: zhAudit,
  people: zhPeople,
  clients: zhClients,
  coverage: zhCoverage,
  imports: zhImports,
  restore: zhRestore,
  findings: zhFindings,
  frame: zhFrame,
  queue: zhQueue,
  reasons: zhReasons,
  screens: zhScreens,
  search: zhSearch,
  session: zhSession,
  sync: zhSync,
  training: zhTraining,
  words: zhWords,
};

export type Catalogue = typeof zhCn;

/** Complete beside the Chinese one: a missing key does not compile. */
export const en: Catalogue = {
  common: enCommon,
  settings: enSettings,
  rules: enRules,
  safety: enSafety,
  exports: enExports,
  keys: enKeys,
  audit: enAudit,
  people: enPeople,
  clients: enClients,
  coverage: enCoverage,
  imports: enImports,
  restore: enRestore,
  findings: enFindings,
  frame: enFrame,
  queue: enQueue,
  reasons: enReasons,
  screens: enScreens,
  search: enSearch,
  session: enSession,
  sync: enSync,
  training: enTraining,
  words: enWords,
};

type Leaves<T> = {
  [K in keyof T & string]: T[K] extends string ? K : T[K] extends readonly string[] ? never : `${K}.${Leaves<T[K]>}`;
}[keyof T & string];

/** `area:path.to.text`, for every text of the catalogues. */
export type TextKey = { [N in keyof Catalogue & string]: `${N}:${Leaves<Catalogue[N]>}` }[keyof Catalogue & string];
