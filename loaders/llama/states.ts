/**
 * Where the tokens' residual stream waits between two blocks. All chunks go through a block before any goes through the
 * next, so that there is a state for every chunk; a long run's outgrow memory.
 */
export interface States {
  /** The state of a chunk after `block` blocks, `[rows, hiddenSize]`. */
  read(chunk: number, block: number): Promise<Float32Array>;
  /** Keeps the state of a chunk after `block` blocks; that after the block before is not needed any more. */
  write(chunk: number, block: number, state: Float32Array): Promise<void>;
}

/** States of a run that is small, and over when its process is. */
export function statesInMemory(): States {
  const states: Float32Array[] = [];
  return {
    read: (chunk) => Promise.resolve(states[chunk]),
    write(chunk, _, state) {
      states[chunk] = state;
      return Promise.resolve();
    }
  };
}
