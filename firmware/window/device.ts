// window: a contact on a window, on battery (it does not sleep yet).
import { device, homeAssistant, minutes, sensor } from "ringmote";
import { deadBand, onChange } from "ringmote/filters.ts";
import { battery } from "ringmote/drivers/battery.ts";
import { reed } from "ringmote/drivers/reed.ts";

const contact = reed("contact");
// Three AA cells through 39 kΩ and 10 kΩ: 4.8 V are 0.98 V at the pin, which every board can read.
const cells = battery("battery", { upper: 39, lower: 10, empty: 3300, full: 4800 });

export default device({
  name: "window",
  // Each ping costs charge: silence may last ten minutes before the broker says "offline".
  status: { keepAlive: minutes(10) },
  sensors: [
    sensor("contact", contact.state, {
      states: ["closed", "open"],
      every: minutes(30),
      filters: [onChange()],
      qos: 1,
      overflow: "oldest",
      label: "Window",
      deviceClass: "window",
    }),
    sensor("battery", cells.percent, {
      unit: "%",
      every: minutes(30),
      filters: [deadBand(2)],
      deviceClass: "battery",
      category: "diagnostic",
    }),
  ],
  discovery: homeAssistant({ area: "Bedroom" }),
});
