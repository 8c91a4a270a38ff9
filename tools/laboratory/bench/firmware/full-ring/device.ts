// The climate device with one more sensor, whose readings fill the ring to its byte budget while there is no broker.
import { device, seconds, sensor } from "ringmote";
import climate from "../climate/device.ts";

/** As long as a slot's share of the budget on the ESP8266 running Espruino: 512 bytes in 8 slots are 64 each. */
const LONG_WORD = "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx";

const climateSensors = climate.sensors === undefined ? [] : climate.sensors;

/** Measured together with the air, and always the same word. */
const history = { part: climateSensors[0].quantity.part, decimals: 0, value: 0 };

export default device({
  name: climate.name,
  status: climate.status,
  sensors: [
    climateSensors[0],
    climateSensors[1],
    sensor("history", history, {
      states: [LONG_WORD, "none"],
      every: seconds(1),
      qos: 1,
      overflow: "oldest",
    }),
  ],
  actuators: climate.actuators,
});
