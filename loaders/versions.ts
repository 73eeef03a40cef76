/**
 * To be raised whenever the engine (checkpoint/, onnx/, llama/) computes other numbers from the same weights and tokens:
 * activations that were kept before are then computed anew.
 */
export const numericsVersion = 2;
