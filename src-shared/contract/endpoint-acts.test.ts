import { describe, expect, it } from 'vitest';
import type { Act } from '../domain/permissions/matrix.ts';
import { ACTS } from '../domain/permissions/matrix.ts';
import { OP_ACTS } from '../domain/permissions/op-acts.ts';
import { ENDPOINT_ACTS } from './endpoint-acts.ts';

/** Acts that neither an endpoint nor an op has: asked for inside an act, on the command line, or at the server. */
const ASKED_ELSEWHERE: readonly Act[] = [
  'exception.transfer-other',
  'export.unmasked',
  'ledger.retention',
  'settings.shared',
  'device.manage',
  'quarantine.decide',
];

describe('the acts of endpoints', () => {
  it('has no act that nothing asks for', () => {
    const asked = new Set<string>([...Object.values(ENDPOINT_ACTS).flatMap((area) => Object.values(area)), ...Object.values(OP_ACTS)]);
    expect(ACTS.filter((act) => !asked.has(act) && !ASKED_ELSEWHERE.includes(act))).toEqual([]);
  });
});
