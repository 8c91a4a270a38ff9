// lamp on each board: the transistor that dims the lamp, and the button.
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
  "esp32-espruino": wire(esp32Espruino, { led: "D23", button: "D19" }),
  "esp32-c3-espruino": wire(esp32C3Espruino, { led: "IO10", button: "IO5" }),
  "esp8266-espruino": wire(esp8266Espruino, { led: "D5", button: "D12" }),
  "d1-mini-espruino": wire(d1MiniEspruino, { led: "D1", button: "D6" }),
  "esp32-nodemcu": wire(esp32NodeMcu, { led: "IO23", button: "IO19" }),
  "esp8266-nodemcu": wire(esp8266NodeMcu, { led: "D1", button: "D6" }),
  "d1-mini-nodemcu": wire(d1MiniNodeMcu, { led: "D1", button: "D6" }),
  "raspberry-pi-zero-2-w": wire(raspberryPiZero2W, { led: "GPIO18", button: "GPIO27" }),
};
