import type { Command } from 'commander';
import { personOps } from '#shared/domain/people/person.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import { formatInstant } from '#shared/kernel/instant.ts';
import { findByStaffNo } from '../accounts/accounts.ts';
import { makeCode } from '../accounts/codes.ts';
import { listDevices, revoke } from '../accounts/devices.ts';
import { decideServerOp } from '../oplog/index.ts';
import { systemClock } from '../platform/clock.ts';
import { systemIds, uuid } from '../platform/ids.ts';
import { runOnDatabase } from './run-command.ts';
import type { CommandOptions } from './run-command.ts';

type AddOptions = CommandOptions & { name: string; staffNo: string; role: string; station: string; clients?: string };

export function registerUser(program: Command): void {
  const user = program.command('user').description('人员');
  user
    .command('add')
    .description('登记一名人员，并给出十分钟内有效的入网码')
    .requiredOption('--name <name>', '姓名')
    .requiredOption('--staff-no <number>', '工号')
    .requiredOption('--role <role>', '角色：agent onsite leader supervisor account-manager postal auditor administrator')
    .option('--station <station>', '揽投部', '')
    .option('--clients <codes>', '驻场的客户代码，以逗号分隔')
    .option('--json', '以 JSON 输出')
    .action((options: AddOptions) =>
      runOnDatabase({ ...options, prepare: true }, ({ database, show }) =>
        database.transaction((tx) => addPerson(tx, options)).then((added) => show(added, () => codeText(added))),
      ),
    );
  user
    .command('code')
    .description('给已登记的人员一个新的入网码')
    .requiredOption('--staff-no <number>', '工号')
    .option('--json', '以 JSON 输出')
    .action((options: CommandOptions & { staffNo: string }) =>
      runOnDatabase({ ...options, prepare: false }, async ({ database, show }) => {
        const made = await database.transaction(async (tx) => {
          const account = await findByStaffNo(tx, options.staffNo);
          if (account === undefined) throw new AppError('not-found', 'staff-no-unknown');
          return codeOf(tx, account.personId);
        });
        show(made, () => codeText(made));
      }),
    );
}

type NewCode = { readonly personId: string; readonly code: string; readonly expiresAt: string };

async function addPerson(tx: Parameters<typeof makeCode>[0], { name, staffNo, role, station, clients }: AddOptions): Promise<NewCode> {
  const now = systemClock.now();
  const codes = (clients ?? '')
    .split(',')
    .map((code) => code.trim())
    .filter((code) => code !== '');
  const args = personOps['person.add'].safeParse({ name, staffNo, role, station, ...(codes.length > 0 && { clients: codes }) });
  if (!args.success) throw new AppError('invalid-input', 'person-invalid', { detail: { at: args.error.issues[0]?.path.join('.') ?? '' } });
  const personId = uuid(systemIds, now);
  await decideServerOp(tx, { id: uuid(systemIds, now), kind: 'person.add', entityId: personId, args: args.data }, { now, ids: systemIds });
  return codeOf(tx, personId);
}

async function codeOf(tx: Parameters<typeof makeCode>[0], personId: string): Promise<NewCode> {
  const { code, expiresAt } = await makeCode(tx, { personId, now: systemClock.now(), ids: systemIds });
  return { personId, code, expiresAt: formatInstant(expiresAt) };
}

function codeText({ code, expiresAt }: NewCode): string {
  return `入网码 ${code}，有效至 ${expiresAt}`;
}

export function registerDevice(program: Command): void {
  const device = program.command('device').description('设备');
  device
    .command('list')
    .description('列出已入网的设备')
    .option('--json', '以 JSON 输出')
    .action((options: CommandOptions) =>
      runOnDatabase({ ...options, prepare: false }, async ({ database, show }) => {
        const found = await database.transaction((tx) => listDevices(tx), { readOnly: true });
        const devices = found.map(({ enrolledAt, revokedAt, lastSeenAt, ...rest }) => ({
          ...rest,
          enrolledAt: formatInstant(enrolledAt),
          lastSeenAt: formatInstant(lastSeenAt),
          revokedAt: revokedAt === null ? null : formatInstant(revokedAt),
        }));
        show({ devices }, () =>
          devices
            .map((each) => [each.deviceId, each.name, each.revokedAt === null ? '在用' : '已吊销', each.lastSeenAt].join('\t'))
            .join('\n'),
        );
      }),
    );
  device
    .command('revoke')
    .description('吊销设备：它下次联系服务器时清除本机数据')
    .argument('<id>', '设备编号')
    .option('--json', '以 JSON 输出')
    .action((id: string, options: CommandOptions) =>
      runOnDatabase({ ...options, prepare: false }, async ({ database, show }) => {
        const isRevoked = await database.transaction((tx) => revoke(tx, id, systemClock.now()));
        if (!isRevoked) throw new AppError('not-found', 'device-unknown-or-revoked');
        show({ deviceId: id, revoked: true }, () => `已吊销 ${id}`);
      }),
    );
}
