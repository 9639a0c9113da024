import { envelopeLine, type Dirt } from './envelopes.ts';
import { ENVELOPES, type Appearance, type Envelope, type MailPlan } from './mail-plan.ts';
import type { OutputFiles } from './output-files.ts';
import { mixSeed } from './random.ts';
import { snapStamp, type Snap } from './timeline.ts';
import type { FileTruth } from './truth.ts';

const NAMES: Readonly<Record<Envelope, string>> = {
  push: '轨迹推送',
  query: '轨迹查询',
  stream: '生产轨迹',
  web: '网站查询',
  coarse: '简易推送',
  kuaidi100: '快递100',
  kdniao: '快递鸟',
};

export type TraceFile = { truth: FileTruth; snap: Snap; arrival: Snap };

/** The trace files of all snapshots, opened as mails come to need them. */
export class TraceFiles {
  readonly files = new Map<string, TraceFile>();
  private readonly byKey = new Map<number, TraceFile>();
  private readonly output: OutputFiles;
  private readonly seed: number;
  repeatedEvents = 0;
  disorderedEnvelopes = 0;
  lines = 0;

  constructor(output: OutputFiles, seed: number) {
    this.output = output;
    this.seed = seed;
  }

  add(mail: MailPlan, mailIndex: number): void {
    for (let n = 0; n < mail.appearances.length; n++) {
      const told = mail.appearances[n];
      if (told) this.tell(mail, told, mixSeed(this.seed + n, mailIndex));
    }
  }

  private tell(mail: MailPlan, told: Appearance, roll: number): void {
    const file = this.fileOf(told);
    const dirt: Dirt = { repeat: roll % 100 === 0 ? 0 : -1, reversed: (roll >>> 8) % 20 === 0 && told.to - told.from > 1 };
    if (dirt.repeat >= 0 && told.to > told.from) this.repeatedEvents++;
    if (dirt.reversed) this.disorderedEnvelopes++;
    this.output.append(file.truth.file, `${envelopeLine(mail, told, dirt)}\n`);
    file.truth.rows++;
    this.lines++;
  }

  private fileOf(told: Appearance): TraceFile {
    const key = (told.arrival * 1000 + (told.arrival - told.snap)) * ENVELOPES.length + ENVELOPES.indexOf(told.envelope);
    let file = this.byKey.get(key);
    if (!file) {
      file = this.open(told);
      this.byKey.set(key, file);
    }
    return file;
  }

  private open(told: Appearance): TraceFile {
    const late = told.arrival > told.snap;
    const stamp = late ? `补传_${snapStamp(told.snap)}_${snapStamp(told.arrival)}` : snapStamp(told.snap);
    const name = `轨迹/${NAMES[told.envelope]}_${stamp}.jsonl`;
    this.output.create(name, 'utf-8');
    const truth: FileTruth = {
      file: name,
      kind: late ? 'late-traces' : 'traces',
      format: 'jsonl',
      encoding: 'utf-8',
      rows: 0,
      repeated: 0,
      refused: [],
      cleaned: {},
    };
    const made = { truth, snap: told.snap, arrival: told.arrival };
    this.files.set(name, made);
    return made;
  }
}
