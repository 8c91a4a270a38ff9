// weather on each board: where the pulses of rain and wind come in, the light sensor's bus, and the relay of the awning's motor.
import { wire } from "ringmote/boards/board.ts";
import d1MiniNodeMcu from "ringmote/boards/d1-mini-nodemcu.ts";
import esp32Espruino from "ringmote/boards/esp32-espruino.ts";
import esp32NodeMcu from "ringmote/boards/esp32-nodemcu.ts";
import esp8266NodeMcu from "ringmote/boards/esp8266-nodemcu.ts";
import raspberryPiZero2W from "ringmote/boards/raspberry-pi-zero-2-w.ts";

const bus8266 = { sda: "D2", scl: "D5" } as const;

export default {
  "esp32-espruino": wire(esp32Espruino, {
    bucket: "D23",
    cups: "D19",
    light: { sda: "D21", scl: "D22" },
    awning: "D18",
  }),
  "esp32-nodemcu": wire(esp32NodeMcu, {
    bucket: "IO23",
    cups: "IO19",
    light: { sda: "IO21", scl: "IO22" },
    awning: "IO18",
  }),
  "esp8266-nodemcu": wire(esp8266NodeMcu, { bucket: "D1", cups: "D6", light: bus8266, awning: "D7" }),
  "d1-mini-nodemcu": wire(d1MiniNodeMcu, { bucket: "D1", cups: "D6", light: bus8266, awning: "D7" }),
  "raspberry-pi-zero-2-w": wire(raspberryPiZero2W, {
    bucket: "GPIO17",
    cups: "GPIO27",
    light: { sda: "GPIO2", scl: "GPIO3" },
    awning: "GPIO22",
  }),
};
