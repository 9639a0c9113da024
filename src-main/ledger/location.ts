import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { basename, dirname, posix, win32 } from 'node:path';
import { ledgerError, type LedgerReason } from './sqlite-errors.ts';

/** What the check looks at; injected so that foreign systems can be tried. */
export type LocationProbe = {
  readonly platform: NodeJS.Platform;
  /** Text of /proc/mounts; empty where there is none. */
  mounts(): string;
  /** Windows' kind of a drive (`C:`) as fsutil words it; undefined when unknown. */
  driveKind(drive: string): string | undefined;
  /** Linux: whether a block device (`sdb1`) counts as removable. */
  isRemovableDevice(device: string): boolean;
  /** Names in a folder; empty when it cannot be read. */
  names(folder: string): readonly string[];
};

const NETWORK_TYPES =
  /^(nfs\d?|cifs|smb3?|smbfs|ncpfs|afs|9p|davfs\d?|ceph|glusterfs|lustre|fuse\.(sshfs|davfs2?|rclone|s3fs|gvfsd-fuse|curlftpfs|smbnetfs|glusterfs))$/;

/** Folder names under which clients keep a folder in step with a cloud. */
const SYNCHRONISED_SEGMENT =
  /^(onedrive( ?[-–] ?.+)?|dropbox( \(.+\))?|icloud ?drive|iclouddrive|com~apple~clouddocs|mobile documents|google ?drive|googledrive|我的云端硬盘|nutstore( files)?|我的坚果云|坚果云|baidusyncdisk|baidunetdisk|百度网盘同步空间|百度网盘|百度云同步盘|微云同步助手|微云同步盘|微云|weiyun|wpsdrive|wps云盘|wps网盘|阿里云盘|adrive|115网盘|360云盘|syncthing|seafile|nextcloud|owncloud|megasync)$/i;
const SYNCHRONISED_MARKERS = new Set([
  '.dropbox',
  '.dropbox.cache',
  '.stfolder',
  '.nutstore',
  '.nutstoremarker',
  '.sync_exclude.lst',
  '.owncloudsync.log',
  '.nextcloudsync.log',
  '.tmp.drivedownload',
  '.tmp.driveupload',
  '.baidusyncdisk',
]);

/**
 * Refuses places where a database is damaged or multiplied: network drives, folders that a
 * program keeps in step with a cloud, and media that are pulled out.
 */
export function checkLocation(file: string, probe: LocationProbe = machineProbe): void {
  const refuse = (reason: LedgerReason, place: string): never => {
    throw ledgerError(reason, { detail: { place } });
  };
  const folders = ancestorsOf(file, probe.platform);
  for (const folder of folders) {
    const name = (probe.platform === 'win32' ? win32 : posix).basename(folder);
    if (SYNCHRONISED_SEGMENT.test(name)) refuse('ledger-in-synchronised-folder', name);
    const marker = probe.names(folder).find((entry) => SYNCHRONISED_MARKERS.has(entry.toLowerCase()));
    if (marker !== undefined) refuse('ledger-in-synchronised-folder', marker);
  }
  const medium = probe.platform === 'win32' ? windowsMedium(file, probe) : unixMedium(file, probe);
  if (medium === 'network') refuse('ledger-on-network', mountOrDrive(file));
  if (medium === 'removable') refuse('ledger-on-removable', mountOrDrive(file));
}

type Medium = 'fixed' | 'network' | 'removable';

function ancestorsOf(file: string, platform: NodeJS.Platform): string[] {
  const path = platform === 'win32' ? win32 : posix;
  const folders: string[] = [];
  for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
    folders.push(folder);
    if (path.dirname(folder) === folder) return folders;
  }
}

function windowsMedium(file: string, probe: LocationProbe): Medium {
  if (/^[\\/]{2}(?![?.][\\/])/.test(file) || /^\\\\\?\\UNC\\/i.test(file)) return 'network';
  const drive = /^(?:\\\\[?.]\\)?([a-z]:)/i.exec(file)?.[1];
  const kind = drive === undefined ? undefined : probe.driveKind(drive);
  if (kind === undefined) return 'fixed';
  if (/remote|network|网络|远程/i.test(kind)) return 'network';
  return /removable|cd-?rom|可移动|光驱/i.test(kind) ? 'removable' : 'fixed';
}

function unixMedium(file: string, probe: LocationProbe): Medium {
  if (probe.platform === 'darwin') return file.startsWith('/Volumes/') ? 'removable' : 'fixed';
  const mount = mountOf(file, probe.mounts());
  // What the system itself runs from is at least as steady as the system.
  if (mount === undefined || mount.point === '/') return 'fixed';
  if (NETWORK_TYPES.test(mount.type)) return 'network';
  const isMediaFolder = /^\/(run\/)?media\//.test(mount.point);
  const device = /^\/dev\/(\w+)$/.exec(mount.device)?.[1];
  return isMediaFolder || (device !== undefined && probe.isRemovableDevice(device)) ? 'removable' : 'fixed';
}

function mountOf(file: string, mounts: string): { device: string; point: string; type: string } | undefined {
  const found = mounts
    .split('\n')
    .map((line) => line.split(' '))
    .map(([device = '', point = '', type = '']) => ({ device, point: unescapeMount(point), type }))
    .filter(({ point }) => point !== '' && (file === point || file.startsWith(point === '/' ? '/' : `${point}/`)));
  // Of two mounts on one point the later one is seen.
  return found.reduce<(typeof found)[number] | undefined>(
    (best, next) => (best === undefined || next.point.length >= best.point.length ? next : best),
    undefined,
  );
}

function unescapeMount(point: string): string {
  const bytes = point.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(parseInt(octal, 8)));
  return bytes === point ? point : Buffer.from(bytes, 'latin1').toString('utf8');
}

function mountOrDrive(file: string): string {
  return /^(\\\\[^\\]+\\[^\\]+|[a-z]:)/i.exec(file)?.[0] ?? dirname(file);
}

const machineProbe: LocationProbe = {
  platform: process.platform,
  mounts: () => (existsSync('/proc/mounts') ? readFileSync('/proc/mounts', 'utf8') : ''),
  driveKind: (drive) => {
    try {
      return execFileSync('fsutil', ['fsinfo', 'drivetype', drive], { encoding: 'utf8', timeout: 2000, windowsHide: true });
    } catch {
      // fsutil is missing or forbidden on some machines: then only the path can be judged.
      return undefined;
    }
  },
  isRemovableDevice: (device) => {
    const flag = [device, device.replace(/p?\d+$/, '')].map((name) => `/sys/block/${name}/removable`).find(existsSync);
    return flag !== undefined && readFileSync(flag, 'utf8').trim() === '1';
  },
  names: (folder) => {
    try {
      return readdirSync(folder);
    } catch {
      // A folder above may be closed to us; its markers then cannot be seen.
      return [];
    }
  },
};

/** The ledger's path with links in its folder resolved, so that one file has one lock. */
export function realFile(file: string): string {
  const folder = dirname(file);
  const name = basename(file);
  const path = process.platform === 'win32' ? win32 : posix;
  return existsSync(folder) ? path.join(realpathSync(folder), name) : file;
}
