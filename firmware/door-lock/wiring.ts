// door-lock on each board: the servo, and the contacts on bolt, door and cover.
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
  "esp32-espruino": wire(esp32Espruino, {
    "bolt-servo": "D23",
    "bolt-contact": "D19",
    "door-contact": "D18",
    "cover-contact": "D26",
  }),
  "esp32-c3-espruino": wire(esp32C3Espruino, {
    "bolt-servo": "IO10",
    "bolt-contact": "IO5",
    "door-contact": "IO4",
    "cover-contact": "IO3",
  }),
  "esp8266-espruino": wire(esp8266Espruino, {
    "bolt-servo": "D5",
    "bolt-contact": "D12",
    "door-contact": "D13",
    "cover-contact": "D4",
  }),
  "d1-mini-espruino": wire(d1MiniEspruino, {
    "bolt-servo": "D1",
    "bolt-contact": "D6",
    "door-contact": "D7",
    "cover-contact": "D2",
  }),
  "esp32-nodemcu": wire(esp32NodeMcu, {
    "bolt-servo": "IO23",
    "bolt-contact": "IO19",
    "door-contact": "IO18",
    "cover-contact": "IO26",
  }),
  "esp8266-nodemcu": wire(esp8266NodeMcu, {
    "bolt-servo": "D1",
    "bolt-contact": "D6",
    "door-contact": "D7",
    "cover-contact": "D2",
  }),
  "d1-mini-nodemcu": wire(d1MiniNodeMcu, {
    "bolt-servo": "D1",
    "bolt-contact": "D6",
    "door-contact": "D7",
    "cover-contact": "D2",
  }),
  "raspberry-pi-zero-2-w": wire(raspberryPiZero2W, {
    "bolt-servo": "GPIO18",
    "bolt-contact": "GPIO27",
    "door-contact": "GPIO22",
    "cover-contact": "GPIO23",
  }),
};
