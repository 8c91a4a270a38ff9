// soil: how wet and how warm a bed in the garden is, on battery, asleep in between.
import { device, homeAssistant, minutes, seconds, sensor } from "ringmote";
import { median, validRange } from "ringmote/filters.ts";
import { ds18b20 } from "ringmote/drivers/ds18b20.ts";
import { relay } from "ringmote/drivers/relay.ts";
import { soilMoisture } from "ringmote/drivers/soil-moisture.ts";
import { poweredBy, switchedSupply } from "ringmote/drivers/supply.ts";

// The probe takes 5 mA, which a pin gives; it has them while it is measured.
const probe = poweredBy(soilMoisture("probe"), switchedSupply(relay("power"), seconds(0.2)));
const ground = ds18b20("ground");

export default device({
  name: "soil",
  sleep: { every: minutes(30) },
  sensors: [
    sensor("moisture", probe.percent, {
      unit: "%",
      every: minutes(30),
      filters: [median(3)],
      deviceClass: "moisture",
    }),
    sensor("temperature", ground.temperature, {
      unit: "°C",
      decimals: 1,
      every: minutes(30),
      filters: [validRange(-30, 60)],
    }),
  ],
  discovery: homeAssistant({ area: "Garden" }),
});
