// power-cuts on a board of each engine: where the chip's bus is.
import { wire } from "ringmote/boards/board.ts";
import esp32Espruino from "ringmote/boards/esp32-espruino.ts";
import esp32NodeMcu from "ringmote/boards/esp32-nodemcu.ts";
import esp8266NodeMcu from "ringmote/boards/esp8266-nodemcu.ts";

export default {
  "esp32-espruino": wire(esp32Espruino, { chip: { sda: "D21", scl: "D22" } }),
  "esp32-nodemcu": wire(esp32NodeMcu, { chip: { sda: "IO21", scl: "IO22" } }),
  "esp8266-nodemcu": wire(esp8266NodeMcu, { chip: { sda: "D2", scl: "D5" } }),
};
