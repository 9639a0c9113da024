import { formatDay, type DayNumber } from '#shared/kernel/instant.ts';
import {
  SLOT_REGIONS,
  type AbnormalType,
  type ResponsibleStage,
  type Rule,
  type SlotRegion,
  type Stage,
} from '#shared/domain/screening/vocabulary.ts';
import type { Window } from './appearances.ts';
import { outcome, sightAt, standingVerdict, type Found } from './expectation.ts';
import type { MailPlan } from './mail-plan.ts';
import { dueDay, firstSnapOfSlot } from './timeline.ts';
import type { AbnormalMail, SlotTruth, Truth } from './truth.ts';

const TYPE_OF: Readonly<Record<Exclude<Rule, 'overdue' | 'attempt-failed'>, AbnormalType>> = {
  'suspected-loss': 'loss',
  'damage-reported': 'damage',
  'suspected-swap': 'ab-label',
  'suspected-false-signoff': 'false-signoff',
  'suspected-missort': 'missort',
  'recall-not-honoured': 'recall',
  'redirect-not-honoured': 'address-change',
  'weight-mismatch': 'weight-check',
  returned: 'other',
  uncollected: 'urge-delivery',
  'no-delivery-result': 'urge-delivery',
  'not-out-for-delivery': 'urge-delivery',
  stalled: 'delay',
  'not-dispatched': 'delay',
  'no-trace': 'other',
  'contradictory-trace': 'other',
};

const ACCEPTING: ReadonlySet<Stage> = new Set(['accepted', 'at-origin-station']);
const CARRYING: ReadonlySet<Stage> = new Set(['left-origin', 'left-centre', 'linehaul', 'customs']);

function holderOf(stage: Stage): ResponsibleStage {
  if (ACCEPTING.has(stage)) return 'acceptance';
  if (CARRYING.has(stage)) return 'transport';
  return stage === 'at-centre' ? 'processing' : 'delivery';
}

const STAGE_OF: Partial<Record<Rule, ResponsibleStage>> = {
  'not-dispatched': 'acceptance',
  'weight-mismatch': 'acceptance',
  'no-trace': 'acceptance',
  'suspected-missort': 'processing',
  'suspected-swap': 'client',
  'contradictory-trace': 'data',
  'not-out-for-delivery': 'delivery',
  'no-delivery-result': 'delivery',
  'attempt-failed': 'delivery',
  uncollected: 'delivery',
  returned: 'delivery',
  'suspected-false-signoff': 'delivery',
  'redirect-not-honoured': 'delivery',
};

/** The event of the damage tells who held the mail; a remark has none and falls to the last holder. */
function responsibleFor(mail: MailPlan, found: Found, rule: Rule): ResponsibleStage {
  const planted = mail.planted.find((item) => item.rule === rule);
  const damaged = planted && planted.event >= 0 ? mail.events[planted.event]?.op.stage : undefined;
  if (rule === 'damage-reported' && damaged) return holderOf(damaged);
  return STAGE_OF[rule] ?? holderOf(found.lastEvent?.op.stage ?? found.stage);
}

function typeFor(mail: MailPlan, found: Found, rule: Rule): AbnormalType {
  if (rule === 'attempt-failed') {
    const text = found.lastEvent?.text ?? '';
    return text.includes('址') && mail.events.length > 0 ? 'address-change' : 'urge-delivery';
  }
  if (rule === 'overdue') return holderOf(found.stage) === 'delivery' ? 'urge-delivery' : 'delay';
  return TYPE_OF[rule];
}

function dayText(mail: MailPlan): string | null {
  if (mail.region === 'international' || mail.region === 'unknown') return null;
  return formatDay(dueDay(mail.postDay, mail.region));
}

function describe(mail: MailPlan, found: Found): AbnormalMail {
  const mainRule = found.rules[0];
  if (!mainRule) throw new Error(`planted abnormal without a rule: ${mail.script}`);
  return {
    mailNo: mail.mailNo,
    script: mail.script,
    region: mail.region,
    postedOn: formatDay(mail.postDay),
    day: dayText(mail),
    rules: found.rules,
    mainRule,
    abnormalType: typeFor(mail, found, mainRule),
    responsibleStage: responsibleFor(mail, found, mainRule),
  };
}

/** Collects what the plan of each mail makes true. */
export class Tally {
  readonly abnormal: Truth['abnormal'] = [];
  readonly selfCleared: Truth['selfCleared'] = [];
  readonly undetermined: Truth['undetermined'] = [];
  readonly ruleCounts: Truth['ruleCounts'] = {};
  readonly slots = new Map<string, SlotTruth>();
  mails = 0;
  events = 0;
  clean = 0;
  carriedOver = 0;
  lateMails = 0;
  private readonly window: Window;
  private readonly firstPostDay: DayNumber;

  constructor(window: Window, firstPostDay: DayNumber) {
    this.window = window;
    this.firstPostDay = firstPostDay;
  }

  add(mail: MailPlan): void {
    this.mails++;
    this.events += mail.events.length;
    if (mail.postDay < this.firstPostDay) this.carriedOver++;
    if (mail.appearances.some((item) => item.arrival > item.snap)) this.lateMails++;
    const isUndetermined = this.addToSlots(mail);
    if (isUndetermined) {
      const { mailNo, region, script } = mail;
      this.undetermined.push({ mailNo, region, postedOn: formatDay(mail.postDay), script });
    }
    const mayBeAbnormal = mail.script !== 'clean' && this.addToExceptions(mail);
    if (!mayBeAbnormal && !isUndetermined) this.clean++;
  }

  private addToExceptions(mail: MailPlan): boolean {
    const { raised, last } = outcome(mail, this.window);
    if (!raised) return false;
    if (last.rules.length > 0) {
      this.abnormal.push(describe(mail, last));
      for (const rule of last.rules) this.ruleCounts[rule] = (this.ruleCounts[rule] ?? 0) + 1;
    } else {
      this.selfCleared.push({ mailNo: mail.mailNo, region: mail.region, postedOn: formatDay(mail.postDay), day: dayText(mail) });
    }
    return true;
  }

  /** True when the mail has a slot open and no verdict in it. */
  private addToSlots(mail: MailPlan): boolean {
    const { window } = this;
    const sight = sightAt(mail, window.lastSnap);
    if (!sight.recordKnown && sight.count === 0) return false;
    if (mail.region === 'unknown' || !sight.recordKnown) return this.addUnknown(mail);
    if (mail.region === 'international') return false;
    const standing = standingVerdict(mail, window);
    if (!standing) return false;
    const slot = this.slotOf(dueDay(mail.postDay, mail.region), mail.region);
    slot.due++;
    slot[standing.verdict]++;
    if (standing.verdict === 'undetermined') return true;
    slot[standing.late ? 'late' : 'onTime']++;
    return false;
  }

  private addUnknown(mail: MailPlan): boolean {
    let any = false;
    for (const region of SLOT_REGIONS) {
      const day = dueDay(mail.postDay, region);
      if (firstSnapOfSlot(day, region) > this.window.lastSnap) continue;
      const slot = this.slotOf(day, region);
      slot.due++;
      slot.undetermined++;
      any = true;
    }
    return any;
  }

  private slotOf(day: DayNumber, region: SlotRegion): SlotTruth {
    const key = `${day}|${SLOT_REGIONS.indexOf(region)}`;
    let slot = this.slots.get(key);
    if (!slot) {
      slot = { day: formatDay(day), region, due: 0, normal: 0, abnormal: 0, undetermined: 0, onTime: 0, late: 0 };
      this.slots.set(key, slot);
    }
    return slot;
  }

  sortedSlots(): SlotTruth[] {
    return [...this.slots.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, slot]) => slot);
  }
}
