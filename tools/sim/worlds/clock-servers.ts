// The time servers of a simulated device: those that its clock asks, which all say the time of the world
// around it.
import { type ClockOptions, serversOf } from "../../../src/clock/options.ts";
import type { Timers } from "../../../src/platform/node/timers.ts";
import { SimulatedDatagrams } from "./datagrams.ts";
import { timeServers } from "./time-server.ts";

/**
 * `milliseconds`: what they say, since 1970. `broker`: what the device knows its broker as, which answers
 * too.
 */
export function clockServers(
  clock: ClockOptions,
  broker: string,
  timers: Pick<Timers, "after">,
  milliseconds: () => number,
): SimulatedDatagrams {
  return new SimulatedDatagrams(timers, timeServers([...serversOf(clock), broker], milliseconds));
}
