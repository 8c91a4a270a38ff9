// power-meter on each board: where the meter's pulses come in.
import { wire } from "ringmote/boards/board.ts";
import d1MiniNodeMcu from "ringmote/boards/d1-mini-nodemcu.ts";
import esp32C3Espruino from "ringmote/boards/esp32-c3-espruino.ts";
import esp32Espruino from "ringmote/boards/esp32-espruino.ts";
import esp32NodeMcu from "ringmote/boards/esp32-nodemcu.ts";
import esp8266NodeMcu from "ringmote/boards/esp8266-nodemcu.ts";
import raspberryPiZero2W from "ringmote/boards/raspberry-pi-zero-2-w.ts";

export default {
  "esp32-espruino": wire(esp32Espruino, { pulses: "D23" }),
  "esp32-c3-espruino": wire(esp32C3Espruino, { pulses: "IO10" }),
  "esp32-nodemcu": wire(esp32NodeMcu, { pulses: "IO23" }),
  "esp8266-nodemcu": wire(esp8266NodeMcu, { pulses: "D1" }),
  "d1-mini-nodemcu": wire(d1MiniNodeMcu, { pulses: "D1" }),
  "raspberry-pi-zero-2-w": wire(raspberryPiZero2W, { pulses: "GPIO17" }),
};
