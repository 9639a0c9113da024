import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isRightAnswer, judgeTraining, TRAINING_TASKS } from './tasks.ts';
import type { PractisedAct, TrainingFacts, TrainingTask } from './tasks.ts';

const NOTHING: TrainingFacts = { acts: [], importedAt: [], exportedAt: [], rightAnswers: [] };

function act(kind: string, exceptionId = 'a', actId = `${kind} ${exceptionId}`): PractisedAct {
  return { kind: `exception.${kind}`, exceptionId, actId, at: 10 };
}
function done(facts: Partial<TrainingFacts>): TrainingTask[] {
  const state = judgeTraining({ ...NOTHING, ...facts });
  return TRAINING_TASKS.filter((task) => state[task] !== null);
}

describe('training', () => {
  it('has ten tasks, none done at the beginning', () => {
    expect(TRAINING_TASKS).toHaveLength(10);
    expect(done({})).toEqual([]);
  });

  const CASES: readonly (readonly [string, Partial<TrainingFacts>, readonly TrainingTask[]])[] = [
    ['an import', { importedAt: [30, 20] }, ['import']],
    ['an export', { exportedAt: [20] }, ['export']],
    ['a right answer', { rightAnswers: [{ task: 'search', at: 5 }] }, ['search']],
    ['Enter on one exception', { acts: [act('accept')] }, ['triage']],
    ['claim and follow-up of one', { acts: [act('claim'), act('follow-up')] }, ['triage', 'follow-up']],
    ['claim and follow-up of two', { acts: [act('claim', 'a'), act('follow-up', 'b')] }, ['follow-up']],
    ['another type', { acts: [act('set-type')] }, ['set-type']],
    ['one act on two', { acts: [act('claim', 'a', 'x'), act('claim', 'b', 'x')] }, ['group']],
    ['two acts on two', { acts: [act('claim', 'a', 'x'), act('claim', 'b', 'y')] }, []],
    ['a group taken back', { acts: [act('undo', 'a', 'x'), act('undo', 'b', 'x')] }, ['undo']],
    ['feedback and closure of one', { acts: [act('feedback'), act('close')] }, ['close']],
    ['feedback of one, closure of another', { acts: [act('feedback', 'a'), act('close', 'b')] }, []],
    ['a new date', { acts: [act('set-next')] }, ['follow-up']],
  ];
  it.each(CASES)('%s', (_, facts, expected) => {
    expect(done(facts)).toEqual(expected);
  });

  it('keeps the first moment and never takes a task back, whatever follows', () => {
    const kinds = ['accept', 'claim', 'follow-up', 'set-type', 'feedback', 'close', 'undo', 'set-next'];
    const anyAct = fc.record({
      kind: fc.constantFrom(...kinds).map((kind) => `exception.${kind}`),
      exceptionId: fc.constantFrom('a', 'b', 'c'),
      actId: fc.constantFrom('x', 'y', 'z'),
    });
    fc.assert(
      fc.property(fc.array(anyAct, { maxLength: 30 }), (list) => {
        const acts = list.map((each, at) => ({ ...each, at }));
        const whole = judgeTraining({ ...NOTHING, acts });
        for (let cut = 0; cut < acts.length; cut += 1) {
          const part = judgeTraining({ ...NOTHING, acts: acts.slice(0, cut) });
          for (const task of TRAINING_TASKS) if (part[task] !== null) expect(whole[task]).toBe(part[task]);
        }
      }),
      { seed: 20_260_302 },
    );
  });

  it('reads answers as people type them', () => {
    expect(isRightAnswer('coverage', '1,204 ', '1204')).toBe(true);
    expect(isRightAnswer('coverage', '１２０４', '1204')).toBe(true);
    expect(isRightAnswer('coverage', '120', '1204')).toBe(false);
    expect(isRightAnswer('coverage', '', '0')).toBe(false);
    expect(isRightAnswer('search', ' 云杉 ', '湘潭示例云杉电子商务有限公司')).toBe(true);
    expect(isRightAnswer('search', '湘', '湘潭示例云杉电子商务有限公司')).toBe(false);
    expect(isRightAnswer('search', '', '湘潭')).toBe(false);
  });
});
