import fs from 'node:fs';
import { readOrEmpty } from '#build/runtime/process-tree.ts';

/** Remote ends, `address:port` in hexadecimal, of internet sockets that these processes hold. */
export function remoteEnds(pids: readonly number[]): string[] {
  const inodes = new Set(pids.flatMap(socketInodes));
  const ends: string[] = [];
  for (const table of ['tcp', 'tcp6', 'udp', 'udp6']) {
    for (const line of readOrEmpty(`/proc/net/${table}`).split('\n').slice(1)) {
      const fields = line.trim().split(/\s+/);
      const [, , remote = '', , , , , , , inode = ''] = fields;
      if (inodes.has(inode) && isElsewhere(remote)) ends.push(`${table} ${remote}`);
    }
  }
  return ends;
}

/** Neither unconnected nor on this machine (the test tool itself talks over the loopback). */
function isElsewhere(remote: string): boolean {
  const address = remote.split(':')[0] ?? '';
  const isNone = /^0+$/.test(address);
  const isLoopback = address.endsWith('7F') || address === '00000000000000000000000001000000';
  return !isNone && !isLoopback;
}

function socketInodes(pid: number): string[] {
  const folder = `/proc/${pid}/fd`;
  let entries: string[];
  try {
    entries = fs.readdirSync(folder);
  } catch {
    return []; // the process has ended
  }
  return entries.flatMap((entry) => {
    const target = linkOrEmpty(`${folder}/${entry}`);
    return /^socket:\[(\d+)\]$/.exec(target)?.[1] ?? [];
  });
}

function linkOrEmpty(file: string): string {
  try {
    return fs.readlinkSync(file);
  } catch {
    return ''; // closed meanwhile
  }
}
