// A model of a console at the end of a serial line of 115200 baud, with the line's faults.

import type { Timers } from "../../src/platform/node/timers.ts";
import type { BytePort } from "../../tools/flash/byte-port.ts";
import { FlashError } from "../../tools/flash/flash-error.ts";
import type { ConsoleModel } from "../../tools/laboratory/hosts/consoles/model-port.ts";
import type { LineFaults } from "./line-faults.ts";

export interface TimedLine extends BytePort {
  /** How often something was written so far, and how much. */
  readonly writes: number;
  readonly bytesWritten: number;
}

/** 8N1. */
const BYTES_PER_MS = 11.52;

/** Joins a model to whoever owns the port; bytes take their time, and meet the faults. */
export function timedLine(model: ConsoleModel, timers: Timers, faults: LineFaults = {}): TimedLine {
  let take: (bytes: string) => void = () => undefined;
  let tellLost: (why: string) => void = () => undefined;
  let lostWhy: string | undefined;
  let writes = 0;
  let bytesWritten = 0;
  let freeAt = 0;
  /** Timers of different lengths may fire out of order on a busy computer, and a line never swaps bytes. */
  const onTheWay: string[] = [];
  const lose = (): void => {
    lostWhy = "it was unplugged";
    tellLost(lostWhy);
  };
  model.onOutput((bytes) => {
    timers.after(faults.delayMs ?? 1, () => {
      if (lostWhy === undefined) take(faults.fromBoard?.(bytes) ?? bytes);
    });
  });
  return {
    name: "the model",
    get writes() {
      return writes;
    },
    get bytesWritten() {
      return bytesWritten;
    },
    write(bytes) {
      if (lostWhy !== undefined)
        return Promise.reject(new FlashError("lost", `The port is gone: ${lostWhy}.`));
      const isCut = writes === faults.cutAtWrite;
      writes += 1;
      bytesWritten += bytes.length;
      const leaves = isCut ? bytes.slice(0, bytes.length >> 1) : bytes;
      freeAt = Math.max(timers.now(), freeAt) + leaves.length / BYTES_PER_MS;
      onTheWay.push(leaves);
      timers.after(freeAt - timers.now(), () => {
        const next = onTheWay.shift() ?? "";
        model.type(faults.toBoard?.(next) ?? next);
      });
      if (isCut) lose();
      return Promise.resolve();
    },
    listen(taker) {
      take = taker;
    },
    whenLost(tell) {
      tellLost = tell;
      if (lostWhy !== undefined) tell(lostWhy);
    },
    setSignals: () => Promise.resolve(),
    close() {
      lostWhy ??= "it was closed";
      return Promise.resolve();
    },
  };
}
