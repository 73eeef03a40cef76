import {SingleBar} from "cli-progress";

/** Reports a long piece of work on stderr. */
export interface Progress {
  /** `done` of the total is finished, which may end in the middle of one. */
  update(done: number): void;
  /** The work is over, whether finished or not. */
  stop(): void;
}

/**
 * Starts to report: on a terminal a bar with the time left, elsewhere (logs, CI) a line every tenth of the work.
 *
 * @param what the work in a few words, e.g. "running 20 blocks"
 * @param total how much there is to do, in `unit`
 * @param before how much of it was done by a process before this one
 */
export function startProgress(what: string, total: number, unit: string, before = 0): Progress {
  return process.stderr.isTTY ? bar(what, total, unit, before) : lines(what, total, unit, before);
}

/** As `startProgress`, for work that may be done in no time: nothing is said in its first two seconds. */
export function laterProgress(what: string, total: number, unit: string): Progress {
  const start = performance.now();
  let shown: Progress | null = null;
  return {
    update(done) {
      if (shown) shown.update(done);
      else if (performance.now() - start > 2000) shown = startProgress(what, total, unit, done);
    },
    stop: () => shown?.stop()
  };
}

function bar(what: string, total: number, unit: string, before: number): Progress {
  const format = `${what} {bar} {value}/{total} ${unit} · {duration_formatted} · {eta_formatted} left`;
  const single = new SingleBar({
    format,
    barsize: 24,
    hideCursor: true,
    stream: process.stderr,
    etaBuffer: 20,
    formatValue: (value, _, type) => (type === "value" ? countText(value) : String(value))
  });
  single.start(total, before);
  return {update: (done) => single.update(done), stop: () => single.stop()};
}

function lines(what: string, total: number, unit: string, before: number): Progress {
  const start = performance.now();
  let tenth = Math.floor((10 * before) / total);
  const say = (text: string) => process.stderr.write(`${what}: ${text}\n`);
  say(`${before} of ${total} ${unit}`);
  return {
    update(done) {
      const now = Math.floor((10 * done) / total);
      if (now <= tenth) return;
      tenth = now;
      const seconds = (performance.now() - start) / 1000;
      const left = (seconds / (done - before)) * (total - done);
      say(`${countText(done)} of ${total} ${unit}, ${seconds.toFixed(1)} s, ${left.toFixed(0)} s left`);
    },
    stop() {
      // nothing to clean up: every line is complete
    }
  };
}

/** "3", or "3.5" in the middle of one. */
function countText(count: number): string {
  return String(Math.floor(10 * count) / 10);
}
