// climate on each board: which pin is the sensor's, which the heater's relay.
//
// The heater sits on pins that neither the chip nor the firmware on it pulls up before the program begins, where the
// board has one: GPIO23 on the ESP32, GPIO5 on the ESP8266 (Espruino pulls that up; see README.md for the resistor).
import { wire } from "ringmote/boards/board.ts";
import d1MiniEspruino from "ringmote/boards/d1-mini-espruino.ts";
import d1MiniNodeMcu from "ringmote/boards/d1-mini-nodemcu.ts";
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
import lolinD32Espruino from "ringmote/boards/lolin-d32-espruino.ts";
import lolinS2MiniNodeMcu from "ringmote/boards/lolin-s2-mini-nodemcu.ts";
import atomLiteEspruino from "ringmote/boards/m5stack-atom-lite-espruino.ts";
import olimexEsp32PoeEspruino from "ringmote/boards/olimex-esp32-poe-espruino.ts";
import raspberryPiZero2W from "ringmote/boards/raspberry-pi-zero-2-w.ts";
import wemosS3MiniEspruino from "ringmote/boards/wemos-s3-mini-espruino.ts";
import xiaoEsp32C3Espruino from "ringmote/boards/xiao-esp32c3-espruino.ts";
import xiaoEsp32S3Espruino from "ringmote/boards/xiao-esp32s3-espruino.ts";

export default {
  "esp32-espruino": wire(esp32Espruino, { air: { sda: "D21", scl: "D22" }, heater: "D23" }),
  "esp32-c3-espruino": wire(esp32C3Espruino, { air: { sda: "IO6", scl: "IO7" }, heater: "IO10" }),
  "esp8266-espruino": wire(esp8266Espruino, { air: { sda: "D4", scl: "D14" }, heater: "D5" }),
  "d1-mini-espruino": wire(d1MiniEspruino, { air: { sda: "D2", scl: "D5" }, heater: "D1" }),
  "esp32-nodemcu": wire(esp32NodeMcu, { air: { sda: "IO21", scl: "IO22" }, heater: "IO23" }),
  "esp8266-nodemcu": wire(esp8266NodeMcu, { air: { sda: "D2", scl: "D5" }, heater: "D1" }),
  "d1-mini-nodemcu": wire(d1MiniNodeMcu, { air: { sda: "D2", scl: "D5" }, heater: "D1" }),
  "esp32-s3-espruino": wire(esp32S3Espruino, { air: { sda: "IO4", scl: "IO5" }, heater: "IO2" }),
  "esp32-s3-nodemcu": wire(esp32S3NodeMcu, { air: { sda: "IO4", scl: "IO5" }, heater: "IO21" }),
  "esp32-s2-nodemcu": wire(esp32S2NodeMcu, { air: { sda: "IO4", scl: "IO5" }, heater: "IO21" }),
  "esp32-c6-nodemcu": wire(esp32C6NodeMcu, { air: { sda: "IO22", scl: "IO21" }, heater: "IO23" }),
  "esp32-c3-nodemcu": wire(esp32C3NodeMcu, { air: { sda: "IO6", scl: "IO7" }, heater: "IO10" }),
  "lolin-d32-espruino": wire(lolinD32Espruino, { air: { sda: "IO21", scl: "IO22" }, heater: "IO23" }),
  "m5stack-atom-lite-espruino": wire(atomLiteEspruino, { air: { sda: "G26", scl: "G32" }, heater: "G23" }),
  "olimex-esp32-poe-espruino": wire(olimexEsp32PoeEspruino, {
    air: { sda: "GPIO13", scl: "GPIO16" },
    heater: "GPIO32",
  }),
  "xiao-esp32c3-espruino": wire(xiaoEsp32C3Espruino, { air: { sda: "D4", scl: "D5" }, heater: "D10" }),
  "xiao-esp32s3-espruino": wire(xiaoEsp32S3Espruino, { air: { sda: "D4", scl: "D5" }, heater: "D0" }),
  "lolin-s2-mini-nodemcu": wire(lolinS2MiniNodeMcu, { air: { sda: "IO33", scl: "IO35" }, heater: "IO16" }),
  "wemos-s3-mini-espruino": wire(wemosS3MiniEspruino, { air: { sda: "IO4", scl: "IO5" }, heater: "IO2" }),
  "raspberry-pi-zero-2-w": wire(raspberryPiZero2W, {
    air: { sda: "GPIO2", scl: "GPIO3" },
    heater: "GPIO17",
  }),
};
