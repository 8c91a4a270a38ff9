// Facts of each target.
import { expect, test } from "vitest";
import { boardNames, readBoard } from "../../tools/image/firmware/firmware.ts";
import { hardwareOf } from "../../tools/targets/facts.ts";

test("a chip number is a MAC address, except on NodeMCU's ESP8266", async () => {
  const boards = await Promise.all(boardNames().map(readBoard));
  const withMac = boards.filter((board) => hardwareOf(board).isNumberMac).map(({ name }) => name);
  expect(withMac.sort()).toEqual([
    "d1-mini-espruino",
    "esp32-c3-espruino",
    "esp32-c3-nodemcu",
    "esp32-c6-nodemcu",
    "esp32-espruino",
    "esp32-nodemcu",
    "esp32-s2-nodemcu",
    "esp32-s3-espruino",
    "esp32-s3-nodemcu",
    "esp8266-espruino",
    "lolin-d32-espruino",
    "lolin-s2-mini-nodemcu",
    "m5stack-atom-lite-espruino",
    "olimex-esp32-poe-espruino",
    "wemos-s3-mini-espruino",
    "xiao-esp32c3-espruino",
    "xiao-esp32s3-espruino",
  ]);
});
