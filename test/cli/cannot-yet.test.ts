// Features that ringmote does not have yet are refused with the place that says what to do instead.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { LIMITS } from "../../src/checks/cannot-yet.ts";
import { ringmoteHere } from "./in-process.ts";

const PAGE = readFileSync(new URL("../../docs/cannot-yet.md", import.meta.url), "utf8");

/** A device file with this line at its top, and this option. */
function folderWith(line: string, option = ""): string {
  const folder = mkdtempSync(join(tmpdir(), "cannot-yet-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(
    join(folder, "device.ts"),
    `${line}
import { device, powerSwitch } from "ringmote";
import { relay } from "ringmote/drivers/relay.ts";
export default device({ name: "room",${option} actuators: [powerSwitch("heater", relay("heater"))] });
`,
  );
  writeFileSync(
    join(folder, "wiring.ts"),
    `import esp32Espruino from "ringmote/boards/esp32-espruino.ts";
import esp32NodeMcu from "ringmote/boards/esp32-nodemcu.ts";
import { wire } from "ringmote/boards/board.ts";
export default {
  "esp32-espruino": wire(esp32Espruino, { heater: "D23" }),
  "esp32-nodemcu": wire(esp32NodeMcu, { heater: "IO23" }),
};
`,
  );
  return folder;
}

async function refusalOf(...args: string[]): Promise<string> {
  const run = ringmoteHere(args);
  expect(await run.ended).not.toBe(0);
  return run.errors();
}

test.each(LIMITS)("docs/cannot-yet.md has the heading $heading", ({ heading }) => {
  const headings = [...PAGE.matchAll(/^## (.+)$/gm)].map(([, words]) =>
    words.toLowerCase().replaceAll(" ", "-"),
  );
  expect(headings).toContain(heading);
});

test.each([
  ["Date.now();", "", "dates"],
  ["new Date().getHours();", "", "dates"],
  ['import { rgbwwLight } from "ringmote";', "", "colour"],
  ['import { dht11 } from "ringmote/drivers/dht11.ts";', "", "exact-times-and-pixels"],
  ["", " topicAlias: 5,", "mqtt-5"],
])("a build of %j with the option %j names the heading %s", async (line, option, heading) => {
  const folder = folderWith(line, option);
  const errors = await refusalOf("build", folder, "--board", "esp32-espruino", "--out", join(folder, "out"));
  expect(errors).toContain(`docs/cannot-yet.md#${heading} has what to do instead.\n`);
  // One sentence ends before the next begins.
  expect(errors).not.toMatch(/\.\.(?:\s|$)/);
});

test("a device run here names the heading as well", async () => {
  const folder = folderWith('import { oled } from "ringmote/drivers/oled.ts";');
  const errors = await refusalOf("run", folder, "--broker", "mqtt://127.0.0.1:1");
  expect(errors).toContain("docs/cannot-yet.md#text-to-a-part");
});

test("a build with TLS names the heading where the board has none", async () => {
  const folder = folderWith("");
  const errors = await refusalOf("build", folder, "--board", "esp32-nodemcu", "--with", "tls");
  expect(errors).toContain("docs/cannot-yet.md#tls");
});

test.each([
  [["flash", "--ota"], "updates-of-the-smallest-boards"],
  [["run", "climate", "--broker", "ws://127.0.0.1"], "websocket"],
  [["run", "climate", "--expiry", "5"], "mqtt-5"],
  [["update"], "updates-of-the-smallest-boards"],
])("ringmote %j names the heading %s", async (args, heading) => {
  expect(await refusalOf(...args)).toContain(`docs/cannot-yet.md#${heading}`);
});

test("a mistyped name names no heading", async () => {
  const folder = folderWith('import { relais } from "ringmote/drivers/relay.ts";');
  expect(await refusalOf("build", folder, "--board", "esp32-espruino")).not.toContain("docs/cannot-yet");
});
