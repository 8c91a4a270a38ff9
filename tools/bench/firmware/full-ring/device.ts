// The climate device with one more sensor, whose readings fill the ring to its byte budget while there is no broker.
import { device, seconds, sensor } from "ringmote";
import climate from "../climate/device.ts";

/** As long as a slot's share of the budget on the ESP8266 running Espruino: 512 bytes in 8 slots. */
const READING_BYTES = 64;

const climateSensors = climate.sensors === undefined ? [] : climate.sensors;

/** Measured together with the air, and always the same: two digits before all these decimals. */
const history = { part: climateSensors[0].quantity.part, decimals: READING_BYTES - 2, value: 12345 };

export default device({
  name: climate.name,
  status: climate.status,
  sensors: [
    climateSensors[0],
    climateSensors[1],
    sensor("history", history, {
      unit: "",
      decimals: READING_BYTES - 2,
      every: seconds(1),
      qos: 1,
      overflow: "oldest",
    }),
  ],
  actuators: climate.actuators,
});
