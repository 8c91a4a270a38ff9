// The turns in which packets are taken. All clients together have one budget for a turn: the rest waits, in
// the order in which it came, and sockets are read before the next turn. So no client is kept out, however
// many are busy.
import type { Timers } from "../../../src/platform/node/timers.ts";
import type { Limits } from "./limits.ts";

/** The most packets of a waiting client before the next one's turn; fewer where they take long. */
const PACKETS_AT_ONCE = 8;

export interface Turns {
  /** May one more packet of this client be taken now? If not, its `goOn` is called when it may. */
  takes: (goOn: () => void) => boolean;
  /**
   * Somebody has connected. Node lets in one for each time that sockets are read: while they come, turns are
   * short.
   */
  hasCome: () => void;
}

export function createTurns(timers: Timers, { turnMs }: Pick<Limits, "turnMs">): Turns {
  const waiting: (() => void)[] = [];
  let began = 0;
  let isRunning = false;
  let isShort = false;
  /** The waiting client that is being served, the number of packets taken for it, and since when. */
  let served: (() => void) | undefined;
  let packets = 0;
  let since = 0;

  const isOver = () => isShort || timers.now() - began >= turnMs;

  /** Begins a turn, which ends when sockets have been read. */
  function begin(): void {
    began = timers.now();
    isRunning = true;
    timers.after(0, goOn);
  }

  function goOn(): void {
    if (waiting.length === 0) {
      isRunning = false;
      return;
    }
    begin();
    do {
      served = waiting.shift();
      packets = 0;
      since = timers.now();
      served?.();
    } while (waiting.length > 0 && !isOver());
    served = undefined;
    isShort = false;
  }

  /** At least one packet, for a client that has waited; all of the turn when nobody else waits. */
  function hasShare(): boolean {
    packets += 1;
    if (packets === 1) return true;
    return waiting.length === 0 ? !isOver() : packets <= PACKETS_AT_ONCE && timers.now() === since;
  }

  return {
    takes(own) {
      if (turnMs === Number.POSITIVE_INFINITY) return true;
      if (!isRunning) begin();
      if (served === own ? hasShare() : waiting.length === 0 && !isOver()) return true;
      waiting.push(own);
      return false;
    },
    hasCome() {
      isShort = true;
    },
  };
}
