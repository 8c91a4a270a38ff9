// my-device on each board: which pin switches the relay. Another board is one more line; npx ringmote boards
// names them.
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
import lolinD32Espruino from "ringmote/boards/lolin-d32-espruino.ts";
import lolinS2MiniNodeMcu from "ringmote/boards/lolin-s2-mini-nodemcu.ts";
import atomLiteEspruino from "ringmote/boards/m5stack-atom-lite-espruino.ts";
import olimexEsp32PoeEspruino from "ringmote/boards/olimex-esp32-poe-espruino.ts";
import raspberryPiZero2W from "ringmote/boards/raspberry-pi-zero-2-w.ts";
import shelly1NodeMcu from "ringmote/boards/shelly-1-nodemcu.ts";
import sonoffBasicNodeMcu from "ringmote/boards/sonoff-basic-nodemcu.ts";
import sonoffMiniNodeMcu from "ringmote/boards/sonoff-mini-nodemcu.ts";
import sonoffS20NodeMcu from "ringmote/boards/sonoff-s20-nodemcu.ts";
import wemosS3MiniEspruino from "ringmote/boards/wemos-s3-mini-espruino.ts";
import xiaoEsp32C3Espruino from "ringmote/boards/xiao-esp32c3-espruino.ts";
import xiaoEsp32S3Espruino from "ringmote/boards/xiao-esp32s3-espruino.ts";

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
  "lolin-d32-espruino": wire(lolinD32Espruino, { relay: "IO23" }),
  "m5stack-atom-lite-espruino": wire(atomLiteEspruino, { relay: "G23" }),
  "olimex-esp32-poe-espruino": wire(olimexEsp32PoeEspruino, { relay: "GPIO32" }),
  "xiao-esp32c3-espruino": wire(xiaoEsp32C3Espruino, { relay: "D10" }),
  "xiao-esp32s3-espruino": wire(xiaoEsp32S3Espruino, { relay: "D0" }),
  "lolin-s2-mini-nodemcu": wire(lolinS2MiniNodeMcu, { relay: "IO16" }),
  "wemos-s3-mini-espruino": wire(wemosS3MiniEspruino, { relay: "IO2" }),
  "sonoff-s20-nodemcu": wire(sonoffS20NodeMcu, { relay: "RELAY" }),
  "sonoff-mini-nodemcu": wire(sonoffMiniNodeMcu, { relay: "RELAY" }),
  "shelly-1-nodemcu": wire(shelly1NodeMcu, { relay: "RELAY" }),
  "raspberry-pi-zero-2-w": wire(raspberryPiZero2W, { relay: "GPIO17" }),
};
