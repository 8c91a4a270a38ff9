// rain-gauge on each board that a contact wakes: the bucket's contact, and the battery's divider.
import { wire } from "ringmote/boards/board.ts";
import d1MiniEspruino from "ringmote/boards/d1-mini-espruino.ts";
import d1MiniNodeMcu from "ringmote/boards/d1-mini-nodemcu.ts";
import esp32Espruino from "ringmote/boards/esp32-espruino.ts";
import esp32NodeMcu from "ringmote/boards/esp32-nodemcu.ts";
import esp8266Espruino from "ringmote/boards/esp8266-espruino.ts";
import esp8266NodeMcu from "ringmote/boards/esp8266-nodemcu.ts";

export default {
  "esp32-espruino": wire(esp32Espruino, { bucket: "D27", battery: "D32" }),
  "esp8266-espruino": wire(esp8266Espruino, { bucket: "D5", battery: "A0" }),
  "d1-mini-espruino": wire(d1MiniEspruino, { bucket: "D1", battery: "A0" }),
  "esp32-nodemcu": wire(esp32NodeMcu, { bucket: "IO27", battery: "IO32" }),
  "esp8266-nodemcu": wire(esp8266NodeMcu, { bucket: "D1", battery: "A0" }),
  "d1-mini-nodemcu": wire(d1MiniNodeMcu, { bucket: "D1", battery: "A0" }),
};
