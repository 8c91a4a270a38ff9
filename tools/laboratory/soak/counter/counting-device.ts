// A device that publishes each number of a counter at QoS 1, in MQTT 3.1.1, and refuses a new one when its
// ring is full.
import { type DeviceDeclaration, device, type Milliseconds, minutes, seconds, sensor } from "ringmote";
import { counter } from "./counter.ts";

/** How often it asks for a number, and its keep-alive time in seconds. Whoever builds may set others. */
const EVERY_MS = 100;
const KEEP_ALIVE_S = 10;

/** A declaration of its own for each device: parts keep their state in it. */
export function countingDevice(
  everyMs = EVERY_MS,
  keepAliveS = KEEP_ALIVE_S,
  qos: 1 | 2 = 1,
  mqtt: 3 | 5 = 3,
): DeviceDeclaration {
  return device({
    name: "counter",
    mqtt,
    status: { keepAlive: seconds(keepAliveS) },
    sensors: [
      sensor("number", counter("count").number, {
        unit: "",
        decimals: 0,
        every: everyMs as Milliseconds,
        // There is no number while its ring is full: that is no news.
        timeout: minutes(600),
        qos,
        overflow: "reject",
      }),
    ],
  });
}
