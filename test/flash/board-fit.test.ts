import { expect, test } from "vitest";
import { requireFit } from "../../tools/flash/board-fit.ts";
import { boardNames, readBoard } from "../../tools/image/firmware/firmware.ts";

const connected = {
  target: "espruino",
  chip: "ESP32",
  version: "2v29",
  chipId: "1",
  freeMemory: 1,
  freeStorage: 1,
  totalStorage: 1,
} as const;

/** How Espruino calls the boards that have a chip. */
const WORDS: Readonly<Record<string, string>> = {
  esp32: "ESP32",
  esp32c3: "ESP32C3_IDF4",
  esp32s2: "esp32s2",
  esp32s3: "ESP32S3_IDF4",
  esp32c6: "esp32c6",
  esp8266: "ESP8266_4MB",
};

test.each(["ESP32C3", "ESP32C3_IDF4", "ESP32S3", "ESP32-S2", "ESP32_C6", "ESP8266_4MB"])(
  "an image for the ESP32 is sent to no %s",
  async (chip) => {
    const board = await readBoard("esp32-espruino");
    expect(() => requireFit(board, { ...connected, chip })).toThrow(/another chip; choose the board/);
  },
);

test.each(boardNames())("an image for %s goes to its own chip's board only", async (name) => {
  const board = await readBoard(name);
  for (const [chip, word] of Object.entries(WORDS)) {
    const fits = () => requireFit(board, { ...connected, target: board.target, chip: word });
    if (chip === (board.variant ?? board.chip)) expect(fits).not.toThrow();
    else expect(fits).toThrow(/another chip/);
  }
});

test("an image goes to its interpreter only; computers count as any chip", async () => {
  const board = await readBoard("esp32-espruino");
  expect(() => requireFit(board, { ...connected, target: "nodemcu" })).toThrow(
    /runs NodeMCU .* or install Espruino/,
  );
  expect(() => requireFit(board, { ...connected, chip: "LINUX" })).not.toThrow();
});
