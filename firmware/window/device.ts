// window: a contact on a window, on battery, which sleeps until it opens or closes.
import { device, homeAssistant, minutes, sensor } from "ringmote";
import { battery } from "ringmote/drivers/battery.ts";
import { reed } from "ringmote/drivers/reed.ts";

const contact = reed("contact");
// Three AA cells through 39 kΩ and 10 kΩ: 4.8 V are 0.98 V at the pin.
const cells = battery("battery", { upper: 39, lower: 10, empty: 3300, full: 4800 });

export default device({
  name: "window",
  sleep: { wakeBy: "contact" },
  sensors: [
    sensor("contact", contact.state, {
      states: ["closed", "open"],
      every: minutes(30),
      qos: 1,
      overflow: "oldest",
      label: "Window",
      deviceClass: "window",
    }),
    sensor("battery", cells.percent, {
      unit: "%",
      every: minutes(30),
      deviceClass: "battery",
      category: "diagnostic",
    }),
  ],
  discovery: homeAssistant({ area: "Bedroom" }),
});
