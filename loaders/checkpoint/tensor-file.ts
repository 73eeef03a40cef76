import {CheckpointFile} from "./file.ts";
import {kindOf, refusal} from "./magic.ts";
import {readSafetensors} from "./safetensors.ts";
import type {StoredTensor} from "./tensors.ts";
import {readArchive} from "./torch/archive.ts";

/** A file of named tensors, whatever they are for. */
export interface TensorFile {
  path: string;
  tensors: ReadonlyMap<string, StoredTensor>;
  close(): Promise<void>;
}

/**
 * Opens a file of safetensors or of torch.save; which, its first bytes say.
 *
 * @throws Problem if it is neither, or damaged
 */
export async function openTensorFile(path: string): Promise<TensorFile> {
  const file = await CheckpointFile.open(path);
  try {
    return {path, tensors: await readTensors(file), close: () => file.close()};
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function readTensors(file: CheckpointFile): Promise<ReadonlyMap<string, StoredTensor>> {
  const kind = await kindOf(file);
  if (kind === "torch") return readArchive(file);
  if (kind === "safetensors") return readSafetensors(file);
  throw await refusal(file);
}
