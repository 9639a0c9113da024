import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '#shared/kernel/app-error.ts';
import { type LedgerFixture, makeLedgerFixture } from './ledger-fixture.ts';
import { checkLocation, type LocationProbe } from './location.ts';

const MOUNTS = `/dev/sda2 / ext4 rw 0 0
/dev/sda3 /home ext4 rw 0 0
server:/data /mnt/nfs nfs4 rw 0 0
//server/share /mnt/共享 cifs rw 0 0
user@host: /home/a/ssh fuse.sshfs rw 0 0
share /mnt/vm 9p rw 0 0
//server/b /mnt/with\\040space cifs rw 0 0
/dev/sdb1 /media/a/USB vfat rw 0 0
/dev/sdc1 /mnt/stick vfat rw 0 0
tmpfs /home/a/ssh/over tmpfs rw 0 0
`;
const linux: LocationProbe = {
  platform: 'linux',
  mounts: () => MOUNTS,
  driveKind: () => undefined,
  isRemovableDevice: (device) => device === 'sdc1',
  names: (folder) => (folder === '/home/a/云/资料' ? ['.dropbox', 'x'] : []),
};
const windows: LocationProbe = {
  ...linux,
  platform: 'win32',
  mounts: () => '',
  driveKind: (drive) =>
    ({ 'C:': 'C: - Fixed Drive', 'Z:': 'Z: - Remote/Network Drive', 'E:': 'E: - 可移动驱动器', 'Y:': 'Y: - 远程/网络驱动器' })[drive],
};

function reasonAt(file: string, probe: LocationProbe): string | undefined {
  try {
    checkLocation(file, probe);
    return undefined;
  } catch (error) {
    if (error instanceof AppError) return error.reason;
    throw error;
  }
}

describe('where a ledger may stand', () => {
  it.each([
    ['/home/张三/邮哨 账本/a.youshao', undefined],
    ['/home/a/ssh-keys/a', undefined],
    ['/home/a/ssh/over/a', undefined],
    ['/mnt/nfs/a', 'ledger-on-network'],
    ['/mnt/共享/x/a', 'ledger-on-network'],
    ['/mnt/with space/a', 'ledger-on-network'],
    ['/home/a/ssh/a', 'ledger-on-network'],
    ['/mnt/vm/a', 'ledger-on-network'],
    ['/media/a/USB/a', 'ledger-on-removable'],
    ['/run/media/a/USB/a', undefined],
    ['/mnt/stick/a', 'ledger-on-removable'],
    ['/home/a/Dropbox/a', 'ledger-in-synchronised-folder'],
    ['/home/a/我的坚果云/x/a', 'ledger-in-synchronised-folder'],
    ['/home/a/云/资料/a', 'ledger-in-synchronised-folder'],
    ['/home/a/OneDriveless/a', undefined],
  ])('on Linux: %s → %s', (file, reason) => {
    expect(reasonAt(file, linux)).toBe(reason);
  });

  it.each([
    ['C:\\Users\\张三\\AppData\\邮哨\\a', undefined],
    ['C:\\Users\\a\\OneDrive\\a', 'ledger-in-synchronised-folder'],
    ['C:\\Users\\a\\OneDrive - 中国邮政\\文档\\a', 'ledger-in-synchronised-folder'],
    ['C:\\Users\\a\\iCloudDrive\\a', 'ledger-in-synchronised-folder'],
    ['D:\\BaiduSyncdisk\\a', 'ledger-in-synchronised-folder'],
    ['D:\\Nutstore Files\\我的坚果云\\a', 'ledger-in-synchronised-folder'],
    ['D:\\微云同步助手\\a', 'ledger-in-synchronised-folder'],
    ['D:\\WPSDrive\\a', 'ledger-in-synchronised-folder'],
    ['\\\\server\\share\\a', 'ledger-on-network'],
    ['\\\\?\\UNC\\server\\share\\a', 'ledger-on-network'],
    ['\\\\?\\C:\\Users\\a\\a', undefined],
    ['Z:\\a', 'ledger-on-network'],
    ['Y:\\a', 'ledger-on-network'],
    ['E:\\a', 'ledger-on-removable'],
    ['Q:\\a', undefined],
  ])('on Windows: %s → %s', (file, reason) => {
    expect(reasonAt(file, windows)).toBe(reason);
  });

  describe('on this machine', () => {
    let fixture: LedgerFixture;
    beforeEach(() => {
      fixture = makeLedgerFixture();
    });
    afterEach(() => fixture.remove());

    it('is refused with a marker of synchronisation in a folder above, and through a link into one', () => {
      const synced = join(fixture.folder, '资料', '账');
      mkdirSync(synced, { recursive: true });
      writeFileSync(join(fixture.folder, '资料', '.nutstore'), '');
      symlinkSync(synced, join(fixture.folder, 'link'));
      expect(() => fixture.open({ file: join(synced, 'a') })).toThrow('ledger-in-synchronised-folder');
      expect(() => fixture.open({ file: join(fixture.folder, 'link', 'a') })).toThrow('ledger-in-synchronised-folder');
    });

    it('has one lock, whichever way the path goes', () => {
      symlinkSync(fixture.folder, join(fixture.folder, 'way'));
      fixture.open();
      expect(() => fixture.open({ file: join(fixture.folder, 'way', '揽投部 一.youshao') })).toThrow('ledger-in-use');
    });
  });
});
