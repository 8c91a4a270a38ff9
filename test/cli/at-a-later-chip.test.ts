// The commands at boards with the later chips, which the interpreters take for an ESP32: climate is flashed
// onto each, and an image for another chip is refused before a byte is sent.
import { describe, expect, test, vi } from "vitest";
import esp32C3Espruino from "../../boards/esp32-c3-espruino.ts";
import esp32S3Espruino from "../../boards/esp32-s3-espruino.ts";
import { needs, SOCAT } from "../needs.ts";
import { espruinoAtPort, nodeMcuAtPort, said, temporary } from "./board-at-port.ts";

vi.setConfig({ testTimeout: 300_000 });

const BOARDS = [
  ["esp32-s2-nodemcu", "esp32-s3-nodemcu", () => nodeMcuAtPort({ chip: "esp32", variant: "esp32s2" })],
  ["esp32-s3-nodemcu", "esp32-nodemcu", () => nodeMcuAtPort({ chip: "esp32", variant: "esp32s3" })],
  ["esp32-c3-nodemcu", "esp32-c6-nodemcu", () => nodeMcuAtPort({ chip: "esp32", variant: "esp32c3" })],
  ["esp32-c6-nodemcu", "esp32-c3-nodemcu", () => nodeMcuAtPort({ chip: "esp32", variant: "esp32c6" })],
  ["esp32-c3-espruino", "esp32-s3-espruino", () => espruinoAtPort({ board: esp32C3Espruino })],
  ["esp32-s3-espruino", "esp32-espruino", () => espruinoAtPort({ board: esp32S3Espruino })],
] as const;

describe.each(BOARDS)("at an %s", needs(SOCAT), (board, otherBoard, attach) => {
  test("an image for the chip is flashed, one for another refused", async () => {
    const { path, storage } = await attach();
    const env = { RINGMOTE_CACHE: temporary() };
    const refused = await said(["flash", "climate", "--board", otherBoard, "--port", path], env, 1);
    expect(refused).toMatch(/has another chip; choose the board that is plugged in/);
    expect(storage.size).toBe(0);
    const flashed = await said(["flash", "climate", "--board", board, "--port", path], env);
    expect(flashed).toMatch(/climate runs on the board: \d+ bytes sent/);
  });
});
