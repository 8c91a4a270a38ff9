// weather: how much it rains, how hard the wind blows and how light it is, and an awning that is out in the sun only.
import {
  device,
  homeAssistant,
  hours,
  minutes,
  powerSwitch,
  seconds,
  sensor,
  sunset,
  totalOf,
  when,
} from "ringmote";
import { deadBand } from "ringmote/filters.ts";
import { bh1750 } from "ringmote/drivers/bh1750.ts";
import { pulseCounter } from "ringmote/drivers/pulse-counter.ts";
import { relay } from "ringmote/drivers/relay.ts";

/** A bucket that tips with 0.2794 mm of rain, and cups that close their contact for each 0.667 m of wind. */
const bucket = pulseCounter("bucket", { perPulse: 0.2794, window: minutes(5) });
const cups = pulseCounter("cups", {
  perPulse: 0.667,
  decimals: 1,
  per: seconds(1),
  window: minutes(2),
  gust: seconds(3),
});
const light = bh1750("light");
const today = totalOf(bucket.total, { each: "day" });

export default device({
  name: "weather",
  // Berlin: write your own place.
  clock: { zone: "Europe/Berlin", latitude: 52.5, longitude: 13.4 },
  sensors: [
    sensor("rain", bucket.total, {
      unit: "mm",
      decimals: 1,
      every: minutes(1),
      filters: [deadBand(0.1)],
      deviceClass: "precipitation",
      stateClass: "total_increasing",
      history: { keep: hours(24), every: minutes(15) },
    }),
    sensor("rain-today", today, {
      unit: "mm",
      decimals: 1,
      every: minutes(1),
      filters: [deadBand(0.1)],
      deviceClass: "precipitation",
    }),
    sensor("rain-yesterday", today.last, {
      unit: "mm",
      decimals: 1,
      every: minutes(1),
      filters: [deadBand(0.1)],
      deviceClass: "precipitation",
    }),
    sensor("rain-rate", bucket.rate, {
      unit: "mm/h",
      decimals: 1,
      every: seconds(30),
      filters: [deadBand(0.1)],
      deviceClass: "precipitation_intensity",
    }),
    sensor("wind", cups.rate, {
      unit: "m/s",
      decimals: 1,
      every: seconds(3),
      filters: [deadBand(0.5)],
      deviceClass: "wind_speed",
    }),
    sensor("gust", cups.most, {
      unit: "m/s",
      decimals: 1,
      every: seconds(3),
      filters: [deadBand(0.5)],
      deviceClass: "wind_speed",
    }),
    sensor("illuminance", light.illuminance, { unit: "lx", every: seconds(30), filters: [deadBand(500)] }),
  ],
  actuators: [
    powerSwitch("awning", relay("awning"), {
      onlyWhile: { gust: { below: 8 }, "rain-rate": { below: 0.3 } },
      minimumOff: minutes(10),
    }),
  ],
  rules: [when("illuminance").above(20000).until(5000).between("10:00", sunset).keep("awning", "on")],
  discovery: homeAssistant({ area: "Garden" }),
});
