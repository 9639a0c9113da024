import { parentPort, workerData } from 'node:worker_threads';
import { argon2id } from 'hash-wasm';

/** Input: see `StretchInput` of the keyring; output: 32 bytes. */
type Argon2Input = {
  readonly password: Uint8Array;
  readonly salt: Uint8Array;
  readonly memoryKib: number;
  readonly passes: number;
  readonly lanes: number;
};

/** A function, because a bundled worker is CommonJS and has no top-level await. */
async function stretch(input: Argon2Input): Promise<void> {
  const stretched = await argon2id({
    password: input.password,
    salt: input.salt,
    memorySize: input.memoryKib,
    iterations: input.passes,
    parallelism: input.lanes,
    hashLength: 32,
    outputType: 'binary',
  });
  input.password.fill(0);
  parentPort?.postMessage(stretched);
}

void stretch(workerData as Argon2Input);
