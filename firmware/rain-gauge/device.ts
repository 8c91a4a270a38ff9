// rain-gauge: how much it rains, on battery, asleep between two tips of its bucket.
import { device, homeAssistant, hours, sensor } from "ringmote";
import { battery } from "ringmote/drivers/battery.ts";
import { pulseCounter } from "ringmote/drivers/pulse-counter.ts";

/** A bucket that tips with 0.2794 mm of rain. */
const bucket = pulseCounter("bucket", { perPulse: 0.2794 });
// Three AA cells through 39 kΩ and 10 kΩ: 4.8 V are 0.98 V at the pin, which every board can read.
const cells = battery("battery", { upper: 39, lower: 10, empty: 3300, full: 4800 });

export default device({
  name: "rain-gauge",
  sleep: { wakeBy: "rain", reportWhen: { rain: { changes: 1 } } },
  sensors: [
    sensor("rain", bucket.total, {
      unit: "mm",
      decimals: 1,
      every: hours(1),
      deviceClass: "precipitation",
      stateClass: "total_increasing",
    }),
    sensor("battery", cells.percent, {
      unit: "%",
      every: hours(1),
      deviceClass: "battery",
      category: "diagnostic",
    }),
  ],
  discovery: homeAssistant({ area: "Garden" }),
});
