import { resolve } from 'node:path';
import type { Command } from 'commander';
import {
  addPerson,
  addPersonWithPin,
  backUpWorkspace,
  listClients,
  listPeople,
  restoreWorkspace,
  verifyLedger,
} from '../../engine/administration.ts';
import { personOps, ROLES } from '#shared/domain/people/person.ts';
import type { PersonAddArgs } from '#shared/domain/people/person.ts';
import { EXIT } from '../exit-codes.ts';
import { choiceOption, withCommonOptions } from '../options.ts';
import type { CommonOptions } from '../options.ts';
import { actorOf, noWish, personPinOf, readGiven, readSecret, runCommand, runOnLedger } from '../run-command.ts';
import type { CommandContext } from '../run-command.ts';
import { UsageError } from '../usage-error.ts';

export function registerVerify(program: Command): void {
  withCommonOptions(program.command('verify'))
    .description('从操作流水重建全部状态、复算全部数字、核对链条和完整性')
    .action((options: CommonOptions) =>
      runOnLedger({ ...options, forProof: true }, noWish, async ({ workspace, output }) => {
        const verification = await verifyLedger({
          ledger: workspace.ledger,
          now: workspace.clock.now(),
          onProgress: (mails) => output.progress(`已核对 ${mails} 件`),
        });
        output.document(verification, () =>
          verification.ok
            ? `一致：${verification.opsChecked} 条操作，${verification.mailsChecked} 件邮件`
            : [
                `不一致 ${verification.count} 处`,
                ...verification.differences.map((each) => `${each.what} ${each.id}：应为 ${each.expected}，实为 ${each.stored}`),
              ].join('\n'),
        );
        return verification.ok ? EXIT.done : EXIT.failed;
      }),
    );
}

type PersonOptions = CommonOptions & {
  name?: string;
  staffNo?: string;
  role?: string;
  station?: string;
  clients?: string;
  newPinFile?: string;
};

export function registerPeople(program: Command): void {
  withCommonOptions(program.command('people'))
    .description('人员；带 --name 时新增一人')
    .option('--name <name>', '姓名')
    .option('--staff-no <no>', '工号')
    .option('--role <role>', ROLES.join(' '))
    .option('--station <station>', '揽投部或工位')
    .option('--clients <codes>', '驻场人员的客户代码，用逗号分开')
    .option('--new-pin-file <file>', '新人员 PIN 的文件；也可用环境变量 YOUSHAO_NEW_PIN（测试账本不需要）')
    .action((options: PersonOptions) =>
      runOnLedger(
        options,
        () => newPersonOf(options),
        async (context, person) => {
          if (person) await add(context, options, person);
          const people = context.workspace.ledger.read(listPeople);
          context.output.document({ people }, () =>
            people.map((each) => `${each.staffNo} ${each.name} ${each.role} ${each.station}`).join('\n'),
          );
        },
      ),
    );
}

function newPersonOf(options: PersonOptions): PersonAddArgs | undefined {
  const { name, staffNo, station = '', clients = '' } = options;
  const codes = clients.split(',').filter((code) => code !== '');
  if (name === undefined) return undefined;
  if (staffNo === undefined) throw new UsageError('option-missing', { option: '--staff-no' });
  const parsed = personOps['person.add'].safeParse({
    name,
    staffNo,
    station,
    role: choiceOption(options.role, '--role', ROLES) ?? 'agent',
    ...(codes.length > 0 && { clients: codes }),
  });
  if (!parsed.success) throw new UsageError('person-not-valid', { field: parsed.error.issues[0]?.path.join('.') ?? '' });
  return parsed.data;
}

async function add(context: CommandContext, options: PersonOptions, args: PersonAddArgs): Promise<void> {
  const { workspace } = context;
  if (workspace.kind !== 'test') {
    const by = personPinOf(options);
    const newPin = readGiven(options.newPinFile, 'YOUSHAO_NEW_PIN', 'pin-missing');
    if (newPin === null) throw new UsageError('option-missing', { option: '--new-pin-file' });
    await addPersonWithPin(workspace, { by, person: args, newPin });
    return;
  }
  const now = workspace.clock.now();
  const actor = await actorOf(context, 'person.add');
  const person = { id: workspace.ids.uuid(now), ...args };
  workspace.ledger.write((tx) => addPerson(tx, person, { opId: workspace.ids.uuid(now), actor, now }));
}

export function registerClients(program: Command): void {
  withCommonOptions(program.command('clients'))
    .description('客户名册')
    .action((options: CommonOptions) =>
      runOnLedger(options, noWish, ({ workspace, output }) => {
        const clients = workspace.ledger.read(listClients);
        output.document({ clients }, () => clients.map((each) => `${each.code} ${each.name} ${each.tiers.join(' ')}`).join('\n'));
      }),
    );
}

export function registerBackup(program: Command): void {
  withCommonOptions(program.command('backup'))
    .description('备份账本到一个文件（同一密钥加密），并核对备份')
    .argument('<file>')
    .action((file: string, options: CommonOptions) =>
      runOnLedger(options, noWish, async ({ workspace, output }) => {
        const { bytes } = await backUpWorkspace(workspace, resolve(file));
        output.document({ file, bytes }, () => `已备份 ${file} ${bytes} 字节`);
      }),
    );
}

export function registerRestore(program: Command): void {
  withCommonOptions(program.command('restore'))
    .description('从备份文件恢复到 --ledger；原有账本改名保留')
    .argument('<file>')
    .action((file: string, options: CommonOptions) =>
      runCommand(options, async (output) => {
        if (options.ledger === undefined) throw new UsageError('option-missing', { option: '--ledger' });
        const done = await restoreWorkspace({ backupFile: resolve(file), toFile: resolve(options.ledger), secret: readSecret(options) });
        output.document({ file, ledger: options.ledger, setAside: done.setAside ?? null }, () => `已恢复 ${options.ledger}`);
      }),
    );
}
