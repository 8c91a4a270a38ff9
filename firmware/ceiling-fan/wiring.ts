// ceiling-fan on each board. The relay sits on a pin that nothing pulls up before the program begins.
import { wire } from "ringmote/boards/board.ts";
import d1MiniNodeMcu from "ringmote/boards/d1-mini-nodemcu.ts";
import esp32C3Espruino from "ringmote/boards/esp32-c3-espruino.ts";
import esp32Espruino from "ringmote/boards/esp32-espruino.ts";
import esp32NodeMcu from "ringmote/boards/esp32-nodemcu.ts";
import esp8266NodeMcu from "ringmote/boards/esp8266-nodemcu.ts";
import raspberryPiZero2W from "ringmote/boards/raspberry-pi-zero-2-w.ts";

export default {
  "esp32-espruino": wire(esp32Espruino, { power: "D23", blades: "D19", led: "D18", button: "D27" }),
  "esp32-c3-espruino": wire(esp32C3Espruino, { power: "IO10", blades: "IO6", led: "IO7", button: "IO5" }),
  "esp32-nodemcu": wire(esp32NodeMcu, { power: "IO23", blades: "IO19", led: "IO18", button: "IO27" }),
  "esp8266-nodemcu": wire(esp8266NodeMcu, { power: "D1", blades: "D2", led: "D5", button: "D6" }),
  "d1-mini-nodemcu": wire(d1MiniNodeMcu, { power: "D1", blades: "D2", led: "D5", button: "D6" }),
  "raspberry-pi-zero-2-w": wire(raspberryPiZero2W, {
    power: "GPIO17",
    blades: "GPIO18",
    led: "GPIO19",
    button: "GPIO27",
  }),
};
