// One of a garden's hundred soil sensors: a value every five minutes, in the smallest message.
import { device, minutes, sensor } from "ringmote";
import { soilMoisture } from "ringmote/drivers/soil-moisture.ts";

export default device({
  name: "bed",
  status: { keepAlive: minutes(10) },
  sensors: [sensor("soil", soilMoisture("probe").percent, { unit: "%", every: minutes(5) })],
});
