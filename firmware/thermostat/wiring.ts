// thermostat on each board. The heater sits on a pin that nothing pulls up before the program begins.
import { wire } from "ringmote/boards/board.ts";
import esp32Espruino from "ringmote/boards/esp32-espruino.ts";
import esp32NodeMcu from "ringmote/boards/esp32-nodemcu.ts";
import esp8266NodeMcu from "ringmote/boards/esp8266-nodemcu.ts";

const bus32 = { sda: "D21", scl: "D22" } as const;
const bus32Lua = { sda: "IO21", scl: "IO22" } as const;
const bus8266 = { sda: "D2", scl: "D5" } as const;

export default {
  "esp32-espruino": wire(esp32Espruino, {
    air: bus32,
    panel: bus32,
    heater: "D23",
    knob: { clk: "D32", dt: "D33" },
  }),
  "esp32-nodemcu": wire(esp32NodeMcu, {
    air: bus32Lua,
    panel: bus32Lua,
    heater: "IO23",
    knob: { clk: "IO32", dt: "IO33" },
  }),
  "esp8266-nodemcu": wire(esp8266NodeMcu, {
    air: bus8266,
    panel: bus8266,
    heater: "D1",
    knob: { clk: "D6", dt: "D7" },
  }),
};
