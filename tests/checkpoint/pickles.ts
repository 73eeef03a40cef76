import {unpickleTensors} from "../../loaders/checkpoint/torch/pickle.ts";
import {Problem} from "../../loaders/problem.ts";
import {concat, type Bytes} from "./bytes.ts";
import {op} from "./pth-bytes.ts";

/** The message for a pickle of protocol 2 with these opcodes. */
export function complaint(...opcodes: Bytes[]): string {
  return messageOf(concat(op.protocol, ...opcodes, op.stop));
}

/** The message for these bytes. */
export function messageOf(bytes: Uint8Array): string {
  try {
    unpickleTensors(bytes, "x.pth");
  } catch (error) {
    if (error instanceof Problem) return error.message;
    throw error;
  }
  return "no problem";
}
