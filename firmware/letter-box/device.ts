// letter-box: tells when its flap moves, on battery, and sleeps in between.
import { device, homeAssistant, minutes, sensor } from "ringmote";
import { battery } from "ringmote/drivers/battery.ts";
import { reed } from "ringmote/drivers/reed.ts";

const flap = reed("flap");
// Three AA cells through 39 kΩ and 10 kΩ: 4.8 V are 0.98 V at the pin, which every board can read.
const cells = battery("battery", { upper: 39, lower: 10, empty: 3300, full: 4800 });

export default device({
  name: "letter-box",
  sleep: { wakeBy: "flap" },
  sensors: [
    sensor("flap", flap.state, {
      states: ["closed", "open"],
      every: minutes(60),
      // Both ends of each flap: whoever was offline in between learns of the letter, also when the battery is changed meanwhile.
      qos: 1,
      durable: true,
      deviceClass: "opening",
    }),
    sensor("battery", cells.percent, {
      unit: "%",
      every: minutes(60),
      deviceClass: "battery",
      category: "diagnostic",
    }),
  ],
  discovery: homeAssistant({ area: "Garden" }),
});
