import { beforeAll, describe, expect, it } from 'vitest';
import { HOUR_MS, MINUTE_MS, parseInstant } from '#shared/kernel/instant.ts';
import { startTexts } from '#renderer/i18n/text.ts';
import { percentOf, pillWords } from './sync-state.ts';
import type { SyncState } from './sync-state.ts';

const NOW = parseInstant('2026-11-24T15:12:00') ?? 0;
const STATE: SyncState = {
  phase: 'synced',
  server: null,
  pendingOps: 0,
  pendingMails: 0,
  failed: 0,
  conflicts: 0,
  lastExchangeAt: parseInstant('2026-11-24T09:41:00') ?? 0,
  offlineSince: null,
  nextTryAt: null,
  lastFailure: null,
  clockOffsetMs: 0,
  received: 0,
  bootstrapping: null,
};
const words = (change: Partial<SyncState>) => pillWords({ ...STATE, ...change }, NOW);

describe('the words of the pill', () => {
  beforeAll(() => startTexts());

  it.each<{ says: string; of: Partial<SyncState> }>([
    { says: '已同步 09:41', of: {} },
    { says: '已加入，尚未同步', of: { lastExchangeAt: null } },
    { says: '待发送 12', of: { phase: 'sending', pendingOps: 12, pendingMails: 900 } },
    { says: '待发送 1,200', of: { phase: 'sending', pendingMails: 1_200 } },
    { says: '正在取数 31%', of: { phase: 'sending', bootstrapping: { done: 319_999, total: 1_000_000 } } },
    { says: '离线 2 时 03 分', of: { phase: 'offline', offlineSince: NOW - 2 * HOUR_MS - 3 * MINUTE_MS } },
    { says: '冲突 1', of: { phase: 'conflict', conflicts: 1 } },
    { says: '失败 2', of: { phase: 'failed', failed: 2 } },
    { says: '发送受阻', of: { phase: 'failed' } },
    { says: '未加入服务器', of: { phase: 'none' } },
    { says: '设备已停用', of: { phase: 'revoked' } },
  ])('$says', ({ says, of }) => {
    expect(words(of)).toBe(says);
  });

  it('never says 100 % before all is there', () => {
    expect(percentOf({ done: 999_999, total: 1_000_000 })).toBe('99%');
    expect(percentOf({ done: 0, total: 0 })).toBe('0%');
  });
});
