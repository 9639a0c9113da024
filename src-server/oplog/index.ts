/** What devices said, what was decided of it, and how it travels: the face of the op log. */
export { checksum } from './checksum.ts';
export { takeFacts } from './facts.ts';
export { pull, readHeads } from './pull.ts';
export { push } from './push.ts';
export { rekey } from './rekey.ts';
