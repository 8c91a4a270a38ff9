// window on each board: the contact, and the battery's divider.
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
  "esp32-espruino": wire(esp32Espruino, { contact: "D23", battery: "D32" }),
  "esp32-c3-espruino": wire(esp32C3Espruino, { contact: "IO10", battery: "IO0" }),
  "esp8266-espruino": wire(esp8266Espruino, { contact: "D5", battery: "A0" }),
  "d1-mini-espruino": wire(d1MiniEspruino, { contact: "D1", battery: "A0" }),
  "esp32-nodemcu": wire(esp32NodeMcu, { contact: "IO23", battery: "IO32" }),
  "esp8266-nodemcu": wire(esp8266NodeMcu, { contact: "D1", battery: "A0" }),
  "d1-mini-nodemcu": wire(d1MiniNodeMcu, { contact: "D1", battery: "A0" }),
  "raspberry-pi-zero-2-w": wire(raspberryPiZero2W, { contact: "GPIO17", battery: "AIN0" }),
};
