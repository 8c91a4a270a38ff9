// hall on each board: which pin sees motion, and where the light sensor's bus is.
import { wire } from "ringmote/boards/board.ts";
import d1MiniEspruino from "ringmote/boards/d1-mini-espruino.ts";
import d1MiniNodeMcu from "ringmote/boards/d1-mini-nodemcu.ts";
import esp32C3Espruino from "ringmote/boards/esp32-c3-espruino.ts";
import esp32Espruino from "ringmote/boards/esp32-espruino.ts";
import esp32NodeMcu from "ringmote/boards/esp32-nodemcu.ts";
import esp8266Espruino from "ringmote/boards/esp8266-espruino.ts";
import esp8266NodeMcu from "ringmote/boards/esp8266-nodemcu.ts";
import raspberryPiZero2W from "ringmote/boards/raspberry-pi-zero-2-w.ts";

export default {
  "esp32-espruino": wire(esp32Espruino, { motion: "D23", light: { sda: "D21", scl: "D22" } }),
  "esp32-c3-espruino": wire(esp32C3Espruino, { motion: "IO10", light: { sda: "IO6", scl: "IO7" } }),
  "esp8266-espruino": wire(esp8266Espruino, { motion: "D5", light: { sda: "D4", scl: "D14" } }),
  "d1-mini-espruino": wire(d1MiniEspruino, { motion: "D1", light: { sda: "D2", scl: "D5" } }),
  "esp32-nodemcu": wire(esp32NodeMcu, { motion: "IO23", light: { sda: "IO21", scl: "IO22" } }),
  "esp8266-nodemcu": wire(esp8266NodeMcu, { motion: "D1", light: { sda: "D2", scl: "D5" } }),
  "d1-mini-nodemcu": wire(d1MiniNodeMcu, { motion: "D1", light: { sda: "D2", scl: "D5" } }),
  "raspberry-pi-zero-2-w": wire(raspberryPiZero2W, {
    motion: "GPIO17",
    light: { sda: "GPIO2", scl: "GPIO3" },
  }),
};
