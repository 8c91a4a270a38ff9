// power-cuts: numbers that outlive the power at QoS 1, at QoS 2 and as a history, and what was counted today.
import { type DeviceDeclaration, device, minutes, seconds, sensor, totalOf } from "ringmote";
import { COUNT_ADDRESS, HISTORY_ADDRESS, NUMBER_ADDRESS, register } from "./chip.ts";

/** There is no number while it stands still: that is no news. */
const NEVER = minutes(600);

/** A declaration of its own for each device: parts keep their state in it. */
export function cutDevice(): DeviceDeclaration {
  const number = register("chip", NUMBER_ADDRESS).value;
  const kept = register("chip", HISTORY_ADDRESS).value;
  const count = register("chip", COUNT_ADDRESS).value;
  return device({
    name: "power-cuts",
    clock: { servers: ["a.test", "b.test", "c.test"], zone: "Europe/Berlin" },
    sensors: [
      sensor("at-least-once", number, { every: seconds(30), timeout: NEVER, qos: 1, durable: true }),
      sensor("exactly-once", number, { every: seconds(30), timeout: NEVER, qos: 2, durable: true }),
      sensor("kept", kept, {
        every: seconds(30),
        timeout: NEVER,
        history: { keep: minutes(12), durable: true },
      }),
      sensor("today", totalOf(count, { each: "day", within: minutes(1) }), { every: seconds(30), qos: 0 }),
    ],
  });
}

export default cutDevice();
