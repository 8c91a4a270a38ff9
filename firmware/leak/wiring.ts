// leak on each board: the probe, and the relay of the valve.
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
  "esp32-espruino": wire(esp32Espruino, { valve: "D23", probe: "D19" }),
  "esp32-c3-espruino": wire(esp32C3Espruino, { valve: "IO10", probe: "IO5" }),
  "esp8266-espruino": wire(esp8266Espruino, { valve: "D5", probe: "D12" }),
  "d1-mini-espruino": wire(d1MiniEspruino, { valve: "D1", probe: "D6" }),
  "esp32-nodemcu": wire(esp32NodeMcu, { valve: "IO23", probe: "IO19" }),
  "esp8266-nodemcu": wire(esp8266NodeMcu, { valve: "D1", probe: "D6" }),
  "d1-mini-nodemcu": wire(d1MiniNodeMcu, { valve: "D1", probe: "D6" }),
  "raspberry-pi-zero-2-w": wire(raspberryPiZero2W, { valve: "GPIO17", probe: "GPIO27" }),
};
