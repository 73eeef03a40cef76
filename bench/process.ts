/** What this process took of the machine. */
import {readFile} from "node:fs/promises";

/**
 * The most memory that this process ever held, in bytes. Linux says in /proc what it was since the program began; what
 * getrusage says is at least what the process had that started it.
 */
export async function peakMemory(): Promise<number> {
  const status = await readFile("/proc/self/status", "utf8").catch(() => "");
  const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1];
  return 1024 * (kilobytes === undefined ? process.resourceUsage().maxRSS : Number(kilobytes));
}

/** Bytes that this process has read from files so far, on disk or cached by the system; null where it doesn't say. */
export async function bytesRead(): Promise<number | null> {
  const io = await readFile("/proc/self/io", "utf8").catch(() => "");
  const bytes = /^rchar: (\d+)$/m.exec(io)?.[1];
  return bytes === undefined ? null : Number(bytes);
}
