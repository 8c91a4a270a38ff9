// The device that the bench and the recordings measure: temperature and humidity of a room, and its heater.
// It is firmware/climate without what it tells Home Assistant and what it does by itself, so that figures of
// one year compare with those of another.

import { device, minutes, powerSwitch, seconds, sensor } from "ringmote";
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
});
