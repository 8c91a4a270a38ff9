// my-device on each board: which pin switches the relay. Take out the boards that you do not have.
import { wire } from "ringmote/boards/board.ts";
import d1MiniEspruino from "ringmote/boards/d1-mini-espruino.ts";
import d1MiniNodeMcu from "ringmote/boards/d1-mini-nodemcu.ts";
import esp01NodeMcu from "ringmote/boards/esp-01-nodemcu.ts";
import esp32C3Espruino from "ringmote/boards/esp32-c3-espruino.ts";
import esp32C3NodeMcu from "ringmote/boards/esp32-c3-nodemcu.ts";
import esp32C6NodeMcu from "ringmote/boards/esp32-c6-nodemcu.ts";
import esp32Espruino from "ringmote/boards/esp32-espruino.ts";
import esp32NodeMcu from "ringmote/boards/esp32-nodemcu.ts";
import esp32S2NodeMcu from "ringmote/boards/esp32-s2-nodemcu.ts";
import esp32S3Espruino from "ringmote/boards/esp32-s3-espruino.ts";
import esp32S3NodeMcu from "ringmote/boards/esp32-s3-nodemcu.ts";
import esp8266Espruino from "ringmote/boards/esp8266-espruino.ts";
import esp8266NodeMcu from "ringmote/boards/esp8266-nodemcu.ts";
import raspberryPiZero2W from "ringmote/boards/raspberry-pi-zero-2-w.ts";
import sonoffBasicNodeMcu from "ringmote/boards/sonoff-basic-nodemcu.ts";

export default {
  "esp32-espruino": wire(esp32Espruino, { relay: "D23" }),
  "esp32-c3-espruino": wire(esp32C3Espruino, { relay: "IO10" }),
  "esp8266-espruino": wire(esp8266Espruino, { relay: "D5" }),
  "d1-mini-espruino": wire(d1MiniEspruino, { relay: "D1" }),
  "esp32-nodemcu": wire(esp32NodeMcu, { relay: "IO23" }),
  "esp8266-nodemcu": wire(esp8266NodeMcu, { relay: "D1" }),
  "d1-mini-nodemcu": wire(d1MiniNodeMcu, { relay: "D1" }),
  "esp-01-nodemcu": wire(esp01NodeMcu, { relay: "IO0" }),
  "sonoff-basic-nodemcu": wire(sonoffBasicNodeMcu, { relay: "RELAY" }),
  "esp32-s3-espruino": wire(esp32S3Espruino, { relay: "IO2" }),
  "esp32-s3-nodemcu": wire(esp32S3NodeMcu, { relay: "IO21" }),
  "esp32-s2-nodemcu": wire(esp32S2NodeMcu, { relay: "IO21" }),
  "esp32-c6-nodemcu": wire(esp32C6NodeMcu, { relay: "IO23" }),
  "esp32-c3-nodemcu": wire(esp32C3NodeMcu, { relay: "IO10" }),
  "raspberry-pi-zero-2-w": wire(raspberryPiZero2W, { relay: "GPIO17" }),
};
