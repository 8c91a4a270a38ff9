// A device under NodeMCU that takes updates, as it is built and flashed: from the offer to the confirmed
// image, over a broker, on hosted chips.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { neededModules } from "../../tools/flash/nodemcu/needed-modules.ts";
import { KeyStore } from "../../tools/update/key-store.ts";
import { hexOf } from "./everywhere.ts";
import {
  type BoardName,
  built,
  flashed,
  KEY,
  MINUTE,
  PINS,
  TAKEN_BACK_MS,
  updateFor,
} from "./nodemcu-flashed.ts";

describe.each(Object.keys(PINS) as BoardName[])("on the %s", (board) => {
  beforeAll(async () => {
    await Promise.all([built("old", board), built("new", board)]);
  }, 240_000);

  test("an offered image is fetched, tried, and confirmed after a minute", async () => {
    const device = await flashed(board);
    expect([device.told("board"), device.told("counter"), device.told("state")]).toEqual([
      board,
      "0",
      "idle",
    ]);
    device.offer(await updateFor(board));
    for (let i = 0; i < 60 && device.told("state") !== "on trial"; i += 1) device.pass(2000);
    expect([device.told("version"), device.told("state")]).toEqual(["1.1.0", "on trial"]);
    device.pass(2 * MINUTE);
    expect([device.told("version"), device.told("counter"), device.told("state")]).toEqual([
      "1.1.0",
      "2",
      "idle",
    ]);
    expect(device.host.panics).toEqual([]);
    expect(device.lines.join("\n")).not.toContain(hexOf(KEY));
  }, 60_000);

  test("an image that throws at once is reverted within seconds", async () => {
    const device = await flashed(board);
    device.offer(await updateFor(board, { spoil: (content) => `error("broken")\n${content}` }));
    const isBroken = () => device.lines.some((line) => line.includes("broken"));
    for (let i = 0; i < 60 && !isBroken(); i += 1) device.pass(1000);
    device.pass(TAKEN_BACK_MS);
    expect([device.told("counter"), device.told("state")]).toEqual(["2", "idle"]);
    expect(device.told("version")).not.toBe("1.1.0");
    expect(device.lines.filter((line) => line.includes("broken"))).toHaveLength(3);
  }, 120_000);

  test("a device without a key refuses every update", async () => {
    const device = await flashed(board, { key: "" });
    device.offer(await updateFor(board));
    device.pass(MINUTE);
    expect(device.told("says")).toBe("update refused: this device has no key for updates");
  }, 60_000);

  test("the firmware must include the module crypto", async () => {
    expect(neededModules(await built("old", board))).toContain("crypto");
  });
});

test("a device that sleeps is awake for its update, and sleeps again", async () => {
  const board = "esp8266-nodemcu";
  const device = await flashed(board, { old: "old sleeper" });
  device.pass(2 * MINUTE);
  expect(device.status()).toBe("sleeping");
  device.offer(await updateFor(board, { next: "new sleeper" }));
  for (let i = 0; i < 20 && device.told("state") !== "on trial"; i += 1) device.pass(MINUTE);
  expect([device.told("version"), device.status()]).toEqual(["1.1.0", "online"]);
  device.pass(2 * MINUTE);
  expect([device.told("state"), device.status()]).toEqual(["idle", "sleeping"]);
  device.pass(60 * MINUTE);
  expect([device.told("version"), device.status()]).toEqual(["1.1.0", "sleeping"]);
  expect(device.host.panics).toEqual([]);
}, 240_000);

test("a device takes what its maker's LMS key has signed, and no more", async () => {
  const board = "esp8266-nodemcu";
  const keys = new KeyStore(mkdtempSync(join(tmpdir(), "ringmote-keys-")));
  afterAll(() => rmSync(keys.folder, { recursive: true }));
  for (const name of ["maker", "other"]) keys.make(name, "lms");
  const device = await flashed(board, { key: keys.recordOf("maker"), old: "old of its maker" });
  const updateBy = (name: string) =>
    updateFor(board, { next: "new of its maker", signer: keys.signerOf(name) });
  device.offer(await updateBy("other"));
  device.pass(MINUTE);
  expect(device.told("says")).toBe("update refused: its tag is not by this device's key");
  device.offer(await updateBy("maker"));
  for (let i = 0; i < 60 && device.told("state") !== "on trial"; i += 1) device.pass(2000);
  device.pass(2 * MINUTE);
  expect([device.told("version"), device.told("state")]).toEqual(["1.1.0", "idle"]);
  expect(device.host.panics).toEqual([]);
}, 240_000);
