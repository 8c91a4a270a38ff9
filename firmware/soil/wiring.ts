// soil on each board: the probe's voltage, and the sensor in the ground.
import { wire } from "ringmote/boards/board.ts";
import d1MiniEspruino from "ringmote/boards/d1-mini-espruino.ts";
import d1MiniNodeMcu from "ringmote/boards/d1-mini-nodemcu.ts";
import esp32Espruino from "ringmote/boards/esp32-espruino.ts";
import esp32NodeMcu from "ringmote/boards/esp32-nodemcu.ts";
import esp8266NodeMcu from "ringmote/boards/esp8266-nodemcu.ts";

export default {
  "esp32-espruino": wire(esp32Espruino, { ground: "D23", power: "D25", probe: "D32" }),
  "d1-mini-espruino": wire(d1MiniEspruino, { ground: "D1", power: "D2", probe: "A0" }),
  "esp32-nodemcu": wire(esp32NodeMcu, { ground: "IO23", power: "IO25", probe: "IO32" }),
  "esp8266-nodemcu": wire(esp8266NodeMcu, { ground: "D1", power: "D2", probe: "A0" }),
  "d1-mini-nodemcu": wire(d1MiniNodeMcu, { ground: "D1", power: "D2", probe: "A0" }),
};
