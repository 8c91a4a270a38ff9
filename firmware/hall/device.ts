// hall: who comes, and how light it is there.
import { device, homeAssistant, minutes, seconds, sensor } from "ringmote";
import { deadBand, onChange } from "ringmote/filters.ts";
import { bh1750 } from "ringmote/drivers/bh1750.ts";
import { pir } from "ringmote/drivers/pir.ts";

const eye = pir("motion");
const light = bh1750("light");

export default device({
  name: "hall",
  // Whoever relies on it for an alarm knows within 45 s that it is gone.
  status: { keepAlive: seconds(30) },
  sensors: [
    sensor("motion", eye.state, {
      states: ["off", "on"],
      every: minutes(1),
      filters: [onChange()],
      qos: 1,
      overflow: "oldest",
      deviceClass: "motion",
    }),
    sensor("illuminance", light.illuminance, {
      unit: "lx",
      every: seconds(10),
      filters: [deadBand(5)],
    }),
  ],
  diagnostics: ["uptime", "signal"],
  discovery: homeAssistant({ label: "Motion sensor", area: "Hall" }),
});
