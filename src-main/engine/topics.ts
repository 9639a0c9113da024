import type { AppContract } from '#shared/contract/contract.ts';
import { contract } from '#shared/contract/contract.ts';
import type { Contract } from '#shared/contract/define.ts';
import type { Publish } from '../ipc/router.ts';
import type { JobChange } from '../jobs/job.ts';
import { JOB_CHANGED_TOPIC } from '../jobs/job.ts';
import { LEDGER_STATE_TOPIC } from '../ledger/index.ts';
import type { TopicEvent } from '../ledger/index.ts';

const areas: Contract = contract;

/** Tells the windows what a ledger tells: the contract's own topics as they are, its inner ones translated. */
export function publishEvent(publish: Publish<AppContract>, { topic, payload }: TopicEvent): void {
  if (topic === LEDGER_STATE_TOPIC) {
    publish('session.changed', {});
    publish('safety.changed', {});
  } else if (topic === JOB_CHANGED_TOPIC) publishJob(publish, payload as JobChange);
  else if (isContractTopic(topic)) (publish as (path: string, payload: unknown) => void)(topic, payload);
}

/** Work of a kind moves the figures of its area too. */
function publishJob(publish: Publish<AppContract>, { id, kind }: JobChange): void {
  publish('jobs.changed', { jobIds: [id] });
  if (kind === 'import' || kind === 'demonstration') publish('imports.changed', { fileIds: [] });
  if (kind === 'screening' || kind === 'demonstration') publish('screening.changed', {});
  if (kind === 'export') publish('exports.changed', { jobIds: [id] });
  if (kind === 'backup') publish('safety.changed', {});
}

function isContractTopic(path: string): boolean {
  const [area = '', name = ''] = path.split('.');
  return areas[area]?.[name]?.kind === 'topic';
}
