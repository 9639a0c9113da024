import { describe, expect, it } from 'vitest';
import { actOfOp } from '../permissions/op-acts.ts';
import { CLIENT_SAVE } from '../clients/client.ts';
import { exceptionOps } from '../exceptions/ops.ts';
import { VIEW_REMOVE, VIEW_REORDER, VIEW_SAVE } from '../exceptions/saved-view.ts';
import { MAIL_RECORD } from '../mail/record-op.ts';
import { personOps } from '../people/person.ts';
import { ruleOps } from '../rules/versions.ts';
import { trainingOps } from '../training/ops.ts';
import { filesOf, findMutator, MUTATORS, statedStream } from './mutators.ts';

/** Kinds that the domain declares; whoever appends one of a table names the table, not the kind. */
const DECLARED = [
  ...Object.keys(exceptionOps),
  ...Object.keys(personOps),
  ...Object.keys(ruleOps),
  ...Object.keys(trainingOps),
  MAIL_RECORD,
  CLIENT_SAVE,
  VIEW_SAVE,
  VIEW_REMOVE,
  VIEW_REORDER,
];
describe('the registry of mutators', () => {
  it('holds every kind that the domain declares', () => {
    expect(DECLARED.filter((kind) => findMutator(kind) === undefined)).toEqual([]);
  });

  it('has a row of permissions for every kind', () => {
    expect(Object.keys(MUTATORS).filter((kind) => actOfOp(kind) === null)).toEqual([]);
  });

  it('lets the system write what screening writes and nothing that people do', () => {
    for (const [kind, { author }] of Object.entries(MUTATORS)) {
      const isSystems = actOfOp(kind) === 'system';
      expect([kind, author === 'system']).toEqual([kind, isSystems]);
    }
  });

  it('knows no kind by the name of a member that every object has', () => {
    expect(findMutator('constructor')).toBeUndefined();
  });
});

describe('what an op says of places and files', () => {
  it('is the stream of the client that screening has read, or of nobody known', () => {
    const { 'exception.raise': raise, 'exception.withdraw': withdraw, 'exception.claim': claim } = MUTATORS;
    expect(statedStream(raise, { assessment: { clientCode: 'C-1' } })).toBe('cl:C-1');
    expect(statedStream(raise, { assessment: { clientCode: null } })).toBe('cl:?');
    expect(statedStream(withdraw, { assessment: null })).toBeUndefined();
    expect(statedStream(claim, {})).toBeUndefined();
  });

  it('is every hash at any depth', () => {
    const sha256 = 'a'.repeat(64);
    expect(filesOf({ photos: [{ sha256 }, { sha256: 'no' }], sha256: 1 })).toEqual([sha256]);
  });
});
