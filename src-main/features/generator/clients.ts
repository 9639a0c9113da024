import { Random, mixSeed, weighted, type Weighted } from './random.ts';
import { geography, type HomeStation } from './geography.ts';

/** When a client hands over: minutes of the day. */
export type Rhythm = { name: '上午' | '下午' | '傍晚' | '全天'; from: number; to: number };

export type Client = {
  index: number;
  code: string;
  name: string;
  /** 协议, 重点, VIP, 头部, 战略: several at once. */
  tiers: readonly string[];
  manager: string;
  industry: string;
  group: string;
  station: HomeStation;
  rhythm: Rhythm;
  /** Share of its mails that are parcels rather than express. */
  parcelShare: number;
};

export type ClientBook = {
  clients: readonly Client[];
  drawn: Weighted<Client>;
  /** Clients whose labels never get swapped: mails delivered in a wrong city are planted on these. */
  steady: Weighted<Client>;
  swapping: readonly Client[];
};

const RHYTHMS: readonly Rhythm[] = [
  { name: '上午', from: 8 * 60 + 30, to: 12 * 60 },
  { name: '下午', from: 13 * 60 + 30, to: 18 * 60 },
  { name: '傍晚', from: 16 * 60, to: 19 * 60 + 40 },
  { name: '全天', from: 8 * 60 + 10, to: 19 * 60 + 30 },
];

type Trade = { industry: string; suffix: string; rhythm: number; parcelShare: number };
const TRADES: readonly Trade[] = [
  { industry: '电子商务', suffix: '电子商务有限公司', rhythm: 2, parcelShare: 0.7 },
  { industry: '政务', suffix: '政务服务中心', rhythm: 0, parcelShare: 0 },
  { industry: '槟榔食品', suffix: '槟榔食品有限公司', rhythm: 1, parcelShare: 0.6 },
  { industry: '金融', suffix: '银行卡中心', rhythm: 0, parcelShare: 0 },
  { industry: '湘莲特产', suffix: '湘莲特产商行', rhythm: 2, parcelShare: 0.8 },
  { industry: '装备制造', suffix: '机电设备有限公司', rhythm: 1, parcelShare: 0.3 },
  { industry: '司法', suffix: '法律文书送达中心', rhythm: 0, parcelShare: 0 },
  { industry: '教育', suffix: '教育图书社', rhythm: 3, parcelShare: 0.4 },
];
const STEMS = ['示例甲', '示例乙', '示例丙', '示例丁', '示例戊', '示例己', '示例庚', '示例辛', '示例壬', '示例癸'];

function tiersOf(rank: number): string[] {
  if (rank === 0) return ['协议', '重点', 'VIP', '战略'];
  if (rank === 1) return ['协议', 'VIP', '头部'];
  if (rank < 4) return ['协议', '头部'];
  if (rank < 6) return ['协议', 'VIP'];
  if (rank < 9) return ['协议', '重点'];
  return rank % 17 === 0 ? [] : ['协议'];
}

function makeClient(index: number, seed: number): Client {
  const random = new Random(mixSeed(seed, 1_000_003 + index));
  const trade = TRADES[index % TRADES.length] ?? random.pick(TRADES);
  const stem = STEMS[index % STEMS.length] ?? '示例';
  const round = Math.floor(index / STEMS.length);
  const rhythm = RHYTHMS[trade.rhythm] ?? random.pick(RHYTHMS);
  return {
    index,
    code: `4303${String(100_000_000 + index * 137)}`,
    name: `${stem}${round > 0 ? String(round) : ''}${trade.suffix}`,
    tiers: tiersOf(index),
    manager: `经理${['甲', '乙', '丙', '丁', '戊'][index % 5]}`,
    industry: trade.industry,
    group: index < 9 ? '重点保障组' : `第${(index % 3) + 1}组`,
    station: random.pick(geography().homeStations),
    rhythm,
    parcelShare: trade.parcelShare,
  };
}

/** A few giants and a long tail: volumes fall as rank^-0.8, so that at scale the first ship thousands a day. */
export function clientBook(mailsPerDay: number, seed: number): ClientBook {
  const count = Math.max(12, Math.min(600, Math.round(mailsPerDay / 60)));
  const clients = Array.from({ length: count }, (_, index) => makeClient(index, seed));
  const weigh = (some: readonly Client[]): Weighted<Client> =>
    weighted(some.map((client) => [client, (client.index + 1.5) ** -0.8] as const));
  return {
    clients,
    drawn: weigh(clients),
    steady: weigh(clients.filter((client) => client.index % 6 !== 5)),
    swapping: clients.filter((client) => client.index % 6 === 5),
  };
}
