// climate: temperature and humidity of a room, and its heater.

import { device, homeAssistant, minutes, powerSwitch, seconds, sensor, when } from "ringmote";
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
    }),
    sensor("humidity", air.humidity, { unit: "%", decimals: 0, every: minutes(1), filters: [deadBand(1)] }),
  ],
  actuators: [powerSwitch("heater", relay("heater"), { atStart: "off" })],
  // Against frost, also without the broker.
  rules: [when("temperature").below(6).until(7).keep("heater", "on")],
  discovery: homeAssistant({ label: "Climate", area: "Living room" }),
});
