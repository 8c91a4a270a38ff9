// leak: a probe on the floor, and a valve that it closes by itself.
import { device, homeAssistant, minutes, seconds, sensor, valve, when } from "ringmote";
import { onChange } from "ringmote/filters.ts";
import { leakProbe } from "ringmote/drivers/leak-probe.ts";
import { relay } from "ringmote/drivers/relay.ts";

const probe = leakProbe("probe");

export default device({
  name: "leak",
  status: { keepAlive: seconds(30) },
  sensors: [
    sensor("leak", probe.state, {
      states: ["dry", "wet"],
      every: minutes(10),
      filters: [onChange()],
      qos: 1,
      overflow: "reject",
      deviceClass: "moisture",
    }),
  ],
  actuators: [
    // The relay holds the valve open: without power it is closed.
    valve("water", relay("valve"), { atStart: "open", deviceClass: "water" }),
  ],
  // Only a person opens it again.
  rules: [when("leak").is("wet").set("water", "closed")],
  discovery: homeAssistant({ area: "Bathroom" }),
});
