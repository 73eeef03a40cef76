/** What processes take of the machine. */
import {readdir, readFile} from "node:fs/promises";

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

/**
 * The memory that a process and all that it started hold now, in bytes, pages of files that they share counted once for
 * each; null where the system doesn't say.
 */
export async function memoryOfTree(root: number): Promise<number | null> {
  const children = new Map<number, number[]>();
  const memory = new Map<number, number>();
  for (const name of await readdir("/proc").catch(() => [])) {
    const pid = Number(name);
    if (!Number.isInteger(pid)) continue;
    const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
    const parent = Number(/^PPid:\s+(\d+)$/m.exec(status)?.[1]);
    children.set(parent, [...(children.get(parent) ?? []), pid]);
    memory.set(pid, 1024 * Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0));
  }
  const sum = (pid: number): number =>
    (memory.get(pid) ?? 0) + (children.get(pid) ?? []).reduce((total, child) => total + sum(child), 0);
  return memory.has(root) ? sum(root) : null;
}
