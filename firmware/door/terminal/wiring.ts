// The terminal on each board: the reader, the lamp and the relay of the opener. An ESP8266 under Espruino cannot hold it; NodeMCU on an ESP32 and
// Linux time no edges.
import { wire } from "ringmote/boards/board.ts";
import d1MiniNodeMcu from "ringmote/boards/d1-mini-nodemcu.ts";
import esp32C3Espruino from "ringmote/boards/esp32-c3-espruino.ts";
import esp32Espruino from "ringmote/boards/esp32-espruino.ts";
import esp8266NodeMcu from "ringmote/boards/esp8266-nodemcu.ts";

export default {
  "esp32-espruino": wire(esp32Espruino, { reader: "D19", lamp: "D18", opener: "D23" }),
  "esp32-c3-espruino": wire(esp32C3Espruino, { reader: "IO5", lamp: "IO4", opener: "IO10" }),
  "esp8266-nodemcu": wire(esp8266NodeMcu, { reader: "D6", lamp: "D7", opener: "D1" }),
  "d1-mini-nodemcu": wire(d1MiniNodeMcu, { reader: "D6", lamp: "D7", opener: "D1" }),
};
