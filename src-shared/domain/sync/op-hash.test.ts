import { describe, expect, it } from 'vitest';
import { OP_GENESIS, opArgsHash, opHash } from './op-hash.ts';

/** Values computed by another program: Python's hashlib and hmac. */
const OP = {
  seq: 1,
  id: 'op-1',
  kind: 'exception.claim',
  entity: 'exception',
  entityId: 'e1',
  argsHash: '',
  actor: '坐席',
  occurredAt: 1_790_000_000_000,
  device: 'a'.repeat(32),
};

describe('the hash of an op', () => {
  it('is that of its text after the hash before it, its arguments by their salted hash', () => {
    const argsHash = opArgsHash('000102030405060708090a0b0c0d0e0f', '{"text":"已联系"}');
    expect(argsHash).toBe('2567f499329aa087d24047842935db4e400a0492a714aba7cd303e83be56ffff');
    expect(opHash(OP_GENESIS, { ...OP, argsHash })).toBe('966d7e4d3ebf7fce60eb90398002ac8e8c9b74ad49dc01fb1f22131ff3323038');
  });
});
