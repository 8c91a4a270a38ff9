// The record of sizes says what was measured, and what the build estimates is near to it.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { firmwareNames } from "../../tools/image/build.ts";
import { readFirmware } from "../../tools/image/firmware/firmware.ts";
import { keptImage } from "../../tools/image/keep/kept-image.ts";
import { CHIPS } from "../../tools/laboratory/bench/lua/hosted-climate.ts";
import { sizesDocument } from "../../tools/laboratory/sizes/document.ts";
import { heapOf, worstHeapOf } from "../../tools/laboratory/sizes/heap.ts";
import { heapInLfs } from "../../tools/laboratory/sizes/heap-in-lfs.ts";
import { PROFILES } from "../../tools/laboratory/sizes/profiles.ts";
import { TIME_STEPS, writeTimedClimate } from "../../tools/laboratory/sizes/time-steps.ts";
import { keptVars } from "../../tools/targets/espruino/kept-vars.ts";
import { EVERYTHING } from "../everything.ts";

// Building on a busy computer takes its time.
vi.setConfig({ testTimeout: 180_000 });

/** How far an estimate may be off, of what was measured. */
const TOLERANCE = 0.04;
/** The same of what an LFS leaves: it is less, and nothing of it is counted in the code. */
const TOLERANCE_IN_LFS = 0.08;
/**
 * With a journal an estimate has room for all that it will keep, and a device that has just connected keeps
 * nothing yet.
 */
const OF_JOURNAL = { files: 0.05, lfs: 0.15 };
const JOURNALS = ["power-meter", "weather"];

/** The smallest, the largest, one with parts that count, and one that may join its network behind its start. */
const WEIGHED = EVERYTHING ? firmwareNames() : ["climate", "greenhouse", "power-meter", "letter-box"];

const wirings = new Map(
  await Promise.all(
    WEIGHED.map(async (firmware) => [firmware, (await readFirmware(firmware)).wiring] as const),
  ),
);
const images = CHIPS.flatMap((chip) =>
  WEIGHED.map((firmware) => ({ firmware, chip, board: chip.board })),
).filter(({ firmware, board }) => wirings.get(firmware)?.[board] !== undefined);

test.each(images)("the estimate for $firmware on $board is near its heap", async (row) => {
  const { firmware, board, chip } = row;
  const image = await keptImage({ firmware, board });
  const measured = await heapOf(image, chip);
  expect(image.held.unit).toBe("bytes");
  expect(Math.abs(image.held.connected - measured) / measured).toBeLessThan(
    JOURNALS.includes(firmware) ? OF_JOURNAL.files : TOLERANCE,
  );
});

test.each(
  CHIPS.flatMap((chip) => ["climate", "lamp"].map((firmware) => ({ firmware, chip, board: chip.board }))),
)("the peak estimate of $firmware on $board is near its heap", async ({ firmware, chip, board }) => {
  const image = await keptImage({ firmware, board });
  const { connected, buffers, start } = image.held;
  const measured = await worstHeapOf(image, chip);
  expect(measured).toBeGreaterThan(await heapOf(image, chip));
  const estimated = connected + Math.max(buffers, start);
  expect(estimated / measured).toBeGreaterThan(1);
  expect(estimated / measured).toBeLessThan(1.1);
});

test.each(images)("the LFS estimate of $firmware on $board is near its heap", async (row) => {
  const { firmware, board, chip } = row;
  const image = await keptImage({ firmware, board });
  const { connected } = await heapInLfs(image, chip);
  expect(Math.abs((image.inLfs?.connected ?? 0) - connected) / connected).toBeLessThan(
    JOURNALS.includes(firmware) ? OF_JOURNAL.lfs : TOLERANCE_IN_LFS,
  );
});

test.each(["d1-mini-espruino", "esp8266-nodemcu"])("telemetry in MQTT 5.0 fits %s", async (board) => {
  const telemetry = PROFILES.find(({ name }) => name === "5.0, telemetry");
  const image = await keptImage({ firmware: "climate", board, with: telemetry?.with ?? [] });
  expect(image.features).toMatchObject({ mqtt5: true, deadlines: true });
  // Where its files are too large, the build says so, and of which size an LFS has to be.
  if (image.needsLfs) expect(image.warnings).toEqual([expect.stringMatching(/an LFS of \d+ bytes/)]);
});

/** What https://nodemcu-build.com offers, and docs/flashing.md asks for. */
const LFS_BYTES = 131_072;

test.each([
  ["all of the time fits an ESP8266 from an LFS of 128 KB", "esp8266-nodemcu", "set times"],
  ["clock, zone, schedule and sun fit a d1-mini", "d1-mini-espruino", "the sun"],
])("of climate %s", async (_, board, last) => {
  const folder = mkdtempSync(join(tmpdir(), "ringmote-timed-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const step = TIME_STEPS.find(({ name }) => name.includes(last));
  if (step === undefined) throw new Error(`No step has ${last}.`);
  const image = await keptImage({ firmware: writeTimedClimate(step, folder), board });
  expect(image.features).toMatchObject({
    clock: true,
    zone: true,
    marks: true,
    "day-spans": true,
    sun: true,
  });
  expect(image.inLfs?.fills ?? 0).toBeLessThanOrEqual(LFS_BYTES);
});

test("functions deleted after start do not count; the others' parameters do", () => {
  const script = "function a(b,c){return b}\nfunction d(){a(1,2)}\nd()\ndelete d";
  expect(keptVars(script)).toBe(5 + 2);
});

test("the records, lists and texts that variables begin with are counted", () => {
  const script = 'var a={b:1,c:{d:"on"}},e=[1,"humidity of"],f\ndelete a';
  // The name is gone: the record may still be in another.
  const [record, list, variable] = [1 + 2 + (1 + 1 + 1), 1 + 1 + 2 + 2, 1];
  expect(keptVars(script)).toBe(record + list + variable);
});

test("the document has rows of firmware and large features", async () => {
  const image = await keptImage({ firmware: "climate", board: "esp32-nodemcu" });
  const text = sizesDocument(
    {
      images: [image],
      profiles: [{ profile: "3.1.1, QoS 0 and 1", image }],
      timed: [{ profile: "no clock", image }],
      kept: [{ profile: "a history", image }],
      setUp: [{ profile: "no set-up", image }],
      costs: new Map([["esp32-nodemcu", { qos1: { bytes: 1234, held: 567 } }]]),
      heaps: [{ firmware: "climate", board: "esp32-nodemcu", engine: "Lua 5.3, 32-bit", bytes: 20000 }],
    },
    new Map([["esp32-nodemcu", { flashBytes: 100000, held: 50000 }]]),
  );
  expect(text).toMatch(/^\| qos1 \| [^|]+ \| 1234 \| 567 \|$/m);
  for (const row of ["3.1.1, QoS 0 and 1", "no clock", "a history", "no set-up"])
    expect(text).toMatch(new RegExp(`^\\| ${row} (\\| \\d+ ){5}\\| files \\|$`, "m"));
  expect(text).toMatch(/^Under 100 bytes, or not for this board: .*`tls`/m);
  expect(text).toContain("**esp32-nodemcu**: 100000 bytes of flash, 50000 bytes of memory");
  expect(text).toMatch(/^\| climate \| \d+ \| \d+ \| \d+ \| 20000 \| \d+ \| \d+ \| \d+ \|$/m);
  expect(text).toContain("| measured in Lua 5.3, 32-bit |");
});
