// Free memory, as a board reports it, alone and beside a device that runs.
import { expect, test } from "vitest";
import { settingsRecord } from "../../../src/runtime/settings-record.ts";
import { flashImage } from "../../../tools/flash/flash-image.ts";
import { keptImage } from "../../../tools/image/keep/kept-image.ts";
import { switchOn } from "./board.ts";

test("an ESP8266 has memory at the prompt while climate runs", async () => {
  const storage = new Map<string, string>();
  const { open, clock } = switchOn(storage, { chip: "esp8266" });
  const alone = await open(async ({ found }) => found.freeMemory);
  expect(alone).toBeGreaterThan(30_000);
  const image = await keptImage({ firmware: "climate", board: "esp8266-nodemcu" });
  storage.set("settings", settingsRecord({ ssid: "home", password: "long-enough", host: "10.0.0.2" }));
  await open((console) => console.upload(flashImage(image)));
  clock.advance(20_000);
  const beside = await open(async ({ found }) => found.freeMemory);
  expect(beside).toBeGreaterThan(2000);
  expect(beside).toBeLessThan(alone);
});
