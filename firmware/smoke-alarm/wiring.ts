// smoke-alarm on each board: the detector's contact and test line, the siren, and the sensor below the ceiling.
//
// On an ESP8266 with NodeMCU it fits with its code in the LFS only: siren, self-test, rules and two sensors.
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
  "esp32-espruino": wire(esp32Espruino, { siren: "D23", detector: "D19", heat: "D18", "test-line": "D26" }),
  "esp32-c3-espruino": wire(esp32C3Espruino, {
    siren: "IO10",
    detector: "IO5",
    heat: "IO4",
    "test-line": "IO3",
  }),
  "esp8266-espruino": wire(esp8266Espruino, { siren: "D5", detector: "D12", heat: "D13", "test-line": "D4" }),
  "d1-mini-espruino": wire(d1MiniEspruino, { siren: "D1", detector: "D6", heat: "D7", "test-line": "D2" }),
  "esp32-nodemcu": wire(esp32NodeMcu, { siren: "IO23", detector: "IO19", heat: "IO18", "test-line": "IO26" }),
  "esp8266-nodemcu": wire(esp8266NodeMcu, { siren: "D1", detector: "D6", heat: "D7", "test-line": "D2" }),
  "d1-mini-nodemcu": wire(d1MiniNodeMcu, { siren: "D1", detector: "D6", heat: "D7", "test-line": "D2" }),
  "raspberry-pi-zero-2-w": wire(raspberryPiZero2W, {
    siren: "GPIO18",
    detector: "GPIO27",
    heat: "GPIO4",
    "test-line": "GPIO23",
  }),
};
