// climate, each of whose values is kept until the broker has it. Both are measured at once, always: whoever plays the part knows
// which of its answers is a temperature that counts.

import { device, powerSwitch, seconds, sensor, when } from "ringmote";
import { deadBand, median } from "ringmote/filters.ts";
import { relay } from "ringmote/drivers/relay.ts";
import { sht3x } from "ringmote/drivers/sht3x.ts";

const air = sht3x("air");

export default device({
  name: "living-room",
  status: { keepAlive: seconds(60) },
  sensors: [
    sensor("temperature", air.temperature, {
      unit: "°C",
      decimals: 1,
      every: seconds(30),
      filters: [median(5), deadBand(0.2)],
      qos: 1,
      overflow: "oldest",
    }),
    sensor("humidity", air.humidity, {
      unit: "%",
      decimals: 0,
      every: seconds(30),
      filters: [deadBand(1)],
      qos: 1,
      overflow: "oldest",
    }),
  ],
  actuators: [powerSwitch("heater", relay("heater"), { atStart: "off" })],
  // Against frost, also without the broker.
  rules: [when("temperature").below(6).until(7).keep("heater", "on")],
});
