import { describe, expect, it } from 'vitest';
import { LEDGER_STATES } from '#shared/contract/session.ts';
import { zhCn } from '#renderer/i18n/catalogues.ts';
import { folderOf, refusedPlace, troubleActions, troubleWords } from './ledger-trouble.ts';
import type { TroubleState } from './ledger-trouble.ts';

const troubles = LEDGER_STATES.filter((state): state is TroubleState => !['first-start', 'locked', 'open'].includes(state));

describe('states of an unusable ledger', () => {
  it.each(troubles)('%s has a first button and words', (state) => {
    expect(troubleActions(state, 'default').length).toBeGreaterThan(0);
    expect(Object.keys(zhCn.session.trouble[state])).toEqual(['title', 'safe', 'doThis']);
  });

  it('offer another place, unless it was set by who starts the program', () => {
    expect(troubleActions('location-refused', 'chosen')[0]).toBe('otherPlace');
    expect(troubleActions('location-refused', 'fixed')).toEqual(['openFolder', 'retry', 'quit']);
  });

  it('tell a folder that is not there from one that may not be written', () => {
    expect(['unreachable', null].map((reason) => troubleWords('read-only', reason))).toEqual(['unreachable', 'read-only']);
    expect(Object.keys(zhCn.session.trouble.unreachable)).toEqual(['title', 'safe', 'doThis']);
  });

  it.each([
    ['network', 'network'],
    ['ledger-in-synchronised-folder', 'synchronised'],
    ['ledger-on-removable', 'removable'],
    ['something-else', 'other'],
    [null, 'other'],
  ])('place %s is %s', (reason, expected) => {
    expect(refusedPlace(reason)).toBe(expected);
  });
});

describe('folderOf', () => {
  it.each([
    ['/账本/youshao.ledger', '/账本'],
    ['C:\\Users\\周敏\\邮哨\\youshao.ledger', 'C:\\Users\\周敏\\邮哨'],
    ['youshao.ledger', 'youshao.ledger'],
  ])('%s → %s', (path, folder) => {
    expect(folderOf(path)).toBe(folder);
  });
});
