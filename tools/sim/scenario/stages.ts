// Where a scenario runs.
import { openSocket } from "../../../src/client/transport/open-stream.ts";
import { createRandom } from "../../../src/platform/node/random.ts";
import { createRealTimers } from "../../../src/platform/node/real-timers.ts";
import { createBroker } from "../broker/broker.ts";
import { createVirtualClock } from "../worlds/clock.ts";
import { createLink, type LinkPlan } from "../worlds/link.ts";
import type { Stage } from "./run-scenario.ts";
import { enterVirtualTime } from "./virtual-time.ts";

/** As on the way to a broker in the same country. */
const ON_THE_WAY: LinkPlan = {
  connectMs: 30,
  toPeer: { delayMs: [5, 40] },
  toDevice: { delayMs: [5, 40] },
};

/** Virtual time with a broker of its own; `leave` gives the process its own time back. */
export function virtualStage(seed: number): Stage & { leave: () => void } {
  const clock = createVirtualClock();
  const broker = createBroker({ timers: clock, records: false });
  const draws = createRandom(seed ^ 0x5f3759df);
  const { pass, leave } = enterVirtualTime(clock, seed);
  return {
    time: "virtual",
    timers: clock,
    broker: "mqtt://broker",
    openStream: (to, _context, events) =>
      createLink(clock, draws, ON_THE_WAY, events, (end) => broker.peer(end, to)).stream,
    stopBroker: () => broker.stop(),
    startBroker: () => broker.start(),
    pass,
    leave,
  };
}

/** Real time and sockets, at the broker with this address. */
export function realStage(broker: string): Stage {
  const timers = createRealTimers();
  return {
    time: "real",
    timers,
    broker,
    openStream: openSocket,
    pass: (ms) => new Promise((resolve) => timers.after(ms, resolve)),
  };
}
