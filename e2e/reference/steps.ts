import type { Statement } from '#shared/domain/mail/statement.ts';
import type {
  AbnormalType,
  ExceptionStatus,
  Missing,
  Priority,
  Region,
  RegionBasis,
  ResponsibleStage,
  Rule,
  SlotRegion,
  Stage,
  Verdict,
} from '#shared/domain/screening/vocabulary.ts';

/** A file taken in; `asOf` is the as-of moment that the user confirmed (UTC ms). */
export type ImportStep = {
  kind: 'import';
  asOf: number;
  kindOfFile: 'mails' | 'traces';
  statements: Statement[];
};

/** A run started by a person: every slot open or past at `now`, then the watch. */
export type ScreenStep = { kind: 'screen'; now: number };

/** What a person records of one mail at the moment `at`. */
export type FactStep = {
  kind: 'fact';
  mailNo: string;
  at: number;
  region?: Region;
  recallAt?: number;
  redirect?: { province: string; city: string; at: number };
  remark?: string;
  reason: string;
};

/** People closed the mail's exception. */
export type CloseStep = { kind: 'close'; mailNo: string; now: number };

export type Step = ImportStep | ScreenStep | FactStep | CloseStep;

export type ReferenceOptions = {
  /** Codes of key clients, for priority P1 of long overdue mail. */
  keyClients?: readonly string[];
};

export type ReferenceEvent = { at: number; code: string; stage: Stage | null; organisation: string };

export type ReferenceVerdict = {
  day: string;
  region: SlotRegion;
  verdict: Verdict;
  missing: Missing[];
  rules: Rule[];
  late: boolean;
  evaluatedAt: number;
  /** False for history: the mail has left this slot. */
  counted: boolean;
};

export type ReferenceMail = {
  mailNo: string;
  region: Region;
  regionBasis: RegionBasis;
  acceptedAt: number | null;
  traceAsOf: number | null;
  stage: Stage;
  events: ReferenceEvent[];
  verdicts: ReferenceVerdict[];
};

export type ReferenceException = {
  mailNo: string;
  cycle: number;
  day: string | null;
  region: Region;
  mainRule: Rule;
  abnormalType: AbnormalType;
  responsibleStage: ResponsibleStage;
  /** Only where the rule names a holder; null elsewhere, where the page does not say whose it is. */
  organisation: string | null;
  priority: Priority;
  status: ExceptionStatus;
  findings: { rule: Rule; since: number }[];
};

export type ReferenceSlot = {
  day: string;
  region: SlotRegion;
  due: number;
  normal: number;
  abnormal: number;
  undetermined: number;
  onTime: number;
  late: number;
};

export type ReferenceCoverage = {
  day: string;
  slots: ReferenceSlot[];
  noAcceptance: number;
  unknownRegion: number;
  needFreshTrace: number;
};

/** `raised` counts exceptions opened, `withdrawn` findings withdrawn, `selfCleared` exceptions cleared. */
export type ReferenceRun = { now: number; raised: number; withdrawn: number; selfCleared: number };

export type ReferenceResult = {
  mails: ReferenceMail[];
  exceptions: ReferenceException[];
  coverage: ReferenceCoverage[];
  runs: ReferenceRun[];
};
