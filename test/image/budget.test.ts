// An image over its board's budget is refused, with what it takes, what the board has, and what to leave out.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import type { Board } from "../../boards/board.ts";
import { flashImage } from "../../tools/flash/flash-image.ts";
import { fitsOnlyInLfs, flashBytes, overBudget, placeWarnings } from "../../tools/image/budget.ts";
import { buildImage, cutsOf, type Image } from "../../tools/image/build.ts";
import { readBoard } from "../../tools/image/firmware/firmware.ts";
import { ringmoteHere } from "../cli/in-process.ts";

// Building on a busy computer takes its time.
vi.setConfig({ testTimeout: 180_000 });

const folder = mkdtempSync(join(tmpdir(), "ringmote-budget-"));
afterAll(() => rmSync(folder, { recursive: true }));

const climate = buildImage({ firmware: "climate", board: "esp8266-nodemcu" });

/** The board with another budget. */
async function boardWith(budget: Partial<Board["budget"]>): Promise<Board> {
  const board = await readBoard("esp8266-nodemcu");
  return { ...board, budget: { ...board.budget, ...budget } };
}

test("the package's own firmware fits the budget of each board", async () => {
  expect(overBudget(await climate, await boardWith({}))).toEqual([]);
});

test("an image over its flash budget is refused with its largest rooms", async () => {
  const image = await climate;
  const bytes = flashBytes(image);
  expect(overBudget(image, await boardWith({ flashBytes: bytes }))).toEqual([]);
  const [sentence] = overBudget(image, await boardWith({ flashBytes: bytes - 1 }));
  expect(sentence).toMatch(
    new RegExp(
      `^The image of climate takes ${bytes} bytes of flash where esp8266-nodemcu has ${bytes - 1} for it; leave out .* Its largest rooms: \\w+ \\d+ bytes, `,
    ),
  );
});

test("an Espruino image warns without room for two, fails without room", async () => {
  const image = { ...(await climate), target: "espruino" as const };
  const bytes = flashBytes(image);
  const board = await readBoard("esp8266-espruino");
  const boardFor = (half: number) => ({
    ...board,
    flashBytes: bytes + 8192,
    budget: { held: Number.MAX_VALUE, flashBytes: half },
  });
  const half = boardFor(bytes - 1);
  expect(placeWarnings(image, boardFor(bytes))).toEqual([]);
  expect(placeWarnings(image, half)).toEqual([expect.stringMatching(/two images of at most.*--in-place/)]);
  expect(overBudget(image, half)).toEqual([]);
  const [sentence] = overBudget(image, { ...half, flashBytes: bytes });
  expect(sentence).toMatch(/^The image of climate takes .* bytes of flash where esp8266-espruino has/);
});

test("an image over its memory budget is refused by its estimate", async () => {
  const image = await climate;
  const { most, connected, ring, buffers, start } = image.held;
  expect(most).toBe(connected + Math.max(ring + buffers, start));
  expect(overBudget(image, await boardWith({ held: most }))).toEqual([]);
  const fromFiles = { ...image, inLfs: undefined };
  const [sentence] = overBudget(fromFiles, await boardWith({ held: most - 1 }));
  expect(sentence).toContain(
    `climate is estimated to hold ${most} bytes (${connected} connected, and ${ring} in a full ring and ${buffers} in buffers, or ${start} while it starts) where esp8266-nodemcu has ${most - 1} for it`,
  );
});

test("a device too large for its board is refused at its declaration", async () => {
  const sensors = Array.from(
    { length: 40 },
    (_, n) => `sensor("air${n}", air.temperature, { unit: "", decimals: 1, every: seconds(30) })`,
  );
  writeFileSync(
    join(folder, "device.ts"),
    `import { device, seconds, sensor } from "ringmote";
import { sht3x } from "ringmote/drivers/sht3x.ts";
const air = sht3x("air");
export default device({ name: "crowd", sensors: [${sensors.join(",\n")}] });
`,
  );
  writeFileSync(
    join(folder, "wiring.ts"),
    `import { wire } from "ringmote/boards/board.ts";
import small from "ringmote/boards/esp8266-espruino.ts";
import large from "ringmote/boards/esp32-espruino.ts";
export default {
  "esp8266-espruino": wire(small, { air: { sda: "D4", scl: "D14" } }),
  "esp32-espruino": wire(large, { air: { sda: "D21", scl: "D22" } }),
};
`,
  );
  const run = ringmoteHere(["build", folder, "--board", "esp8266-espruino", "--costs"]);
  expect(await run.ended).toBe(1);
  expect(run.errors()).toMatch(
    /device\.ts:4: .* is estimated to hold \d+ JsVars .* where esp8266-espruino has 1280 for it; leave out sensors/,
  );
  expect(run.errors()).toMatch(
    /Each sensor holds about \d+ JsVars, each actuator \d+\..* Build it with --costs/,
  );
  // Beside the refusal, what helps.
  expect(run.output()).toMatch(/^feature +flash +memory +without it\nlate-wills .*--without late-wills/);
  expect(run.output()).toMatch(/\npersistent-session .*write session: "clean"/);
  const large: Image = await buildImage({ firmware: folder, board: "esp32-espruino" });
  expect(large.held.most).toBeGreaterThan(1280);
});

test("a history that does not fit is refused with the hours that do", async () => {
  const own = join(folder, "freezer");
  mkdirSync(own);
  const keeping = (keep: string) =>
    writeFileSync(
      join(own, "device.ts"),
      `import { device, hours, minutes, sensor } from "ringmote";
import { sht3x } from "ringmote/drivers/sht3x.ts";
export default device({
  name: "freezer",
  clock: {},
  sensors: [
    sensor("temperature", sht3x("air").temperature, {
      every: minutes(1),
      history: { keep: ${keep} },
    }),
  ],
});
`,
    );
  writeFileSync(
    join(own, "wiring.ts"),
    `import { wire } from "ringmote/boards/board.ts";
import small from "ringmote/boards/esp8266-espruino.ts";
export default { "esp8266-espruino": wire(small, { air: { sda: "D4", scl: "D14" } }) };
`,
  );
  keeping("hours(24)");
  const refused = ringmoteHere(["build", own, "--board", "esp8266-espruino"]);
  expect(await refused.ended).toBe(1);
  const sentence = refused.errors();
  expect(sentence.trimEnd().split("\n")).toHaveLength(1);
  const [, written = ""] =
    /device\.ts:9: The history of the sensor "temperature" reaches back 24 hours, and esp8266-espruino has room for \d+ hours of it; write keep: (hours\(\d+\)), or a longer every\.$/m.exec(
      sentence,
    ) ?? [];
  keeping(written);
  const { held, notes } = await buildImage({ firmware: own, board: "esp8266-espruino" });
  expect(held.most).toBeLessThanOrEqual(1280);
  // So near to the end that a further hour, of four parts, has no room.
  expect(held.most).toBeGreaterThan(1280 - 4 * 12);
  expect(notes?.join()).toMatch(/the board has room for \d+ hours of them/);
});

test("an image without a feature saves the bytes that it is said to take", async () => {
  const options = { firmware: "climate", board: "esp8266-nodemcu" };
  const cuts = await cutsOf(options);
  const cut = cuts.find(({ need }) => need === undefined);
  if (cut === undefined) throw new Error("Nothing can be left out by a wish.");
  const whole = await climate;
  const without = await buildImage({ ...options, without: [cut.feature] });
  expect([whole.held.most - without.held.most, flashBytes(whole) - flashBytes(without)]).toEqual([
    cut.held,
    cut.flash,
  ]);
  expect(cuts.map(({ feature }) => feature)).toEqual(
    Object.keys(whole.features).filter((name) => whole.features[name]),
  );
});

test("an image that only fits with LFS is built for it", async () => {
  const image = await climate;
  const { inLfs, held } = image;
  if (inLfs === undefined) throw new Error("An image for NodeMCU has no estimate for the LFS.");
  expect(inLfs.most).toBeLessThan(held.most);
  const small = await boardWith({ held: inLfs.most });
  expect([fitsOnlyInLfs(image, await boardWith({})), fitsOnlyInLfs(image, small)]).toEqual([false, true]);
  expect(overBudget(image, small)).toEqual([]);
  expect(placeWarnings({ ...image, needsLfs: true }, small)).toEqual([
    `climate is estimated to hold ${held.most} bytes where esp8266-nodemcu has ${inLfs.most} for it, and ${inLfs.most} with its code in the LFS: it can be flashed where NodeMCU was built with an LFS of 65536 bytes`,
  ]);
  expect(flashImage({ ...image, needsLfs: true }).needsLfs).toBe(true);
  expect(flashImage(image)).not.toHaveProperty("needsLfs");
});

test("an image too large even for LFS is refused with both estimates", async () => {
  const image = await climate;
  const most = image.inLfs?.most ?? 0;
  const [sentence] = overBudget(image, await boardWith({ held: most - 1 }));
  expect(sentence).toContain(
    `where esp8266-nodemcu has ${most - 1} for it, and still ${most} with its code in the LFS; leave out`,
  );
});
