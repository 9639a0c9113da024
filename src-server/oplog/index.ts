/** What devices said, what was decided of it, and how it travels: the face of the op log. */
export { checksum } from './checksum.ts';
export { compact } from './compact.ts';
export { takeFacts } from './facts.ts';
export { refersToBlob } from './file-refs.ts';
export { pull, readHeads } from './pull.ts';
export { push } from './push.ts';
export { listQuarantine, resolveQuarantine } from './quarantine.ts';
export { rekey } from './rekey.ts';
export { decideServerOp } from './server-op.ts';
export { verifyChains } from './verify.ts';
