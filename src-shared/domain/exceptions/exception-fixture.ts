import type { Assessment } from './exception.ts';

/** What screening says of an invented mail; for tests. */
export function assessmentFixture(interventionDue: number): Assessment {
  return {
    day: 20_000,
    region: 'same-city',
    clientCode: null,
    mainRule: 'stalled',
    type: 'delay',
    stage: 'transport',
    organisation: '长沙邮区中心',
    priority: 'P3',
    interventionDue,
  };
}
