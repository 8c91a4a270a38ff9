// A device of one's own: made from the template or from another firmware, built, and tried at once.
import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, onTestFinished, test, vi } from "vitest";
import { main } from "../../tools/cli/main.ts";
import { ringmote } from "./child.ts";
import { ringmoteHere } from "./in-process.ts";
import { createOwnProject } from "./own-project.ts";

// Building on a busy computer takes its time.
vi.setConfig({ testTimeout: 180_000 });

const project = createOwnProject();
afterAll(project.remove);

test("a new device gets its files, builds, and passes its test", async () => {
  const made = ringmote(["new-device", "porch-light", "--board", "d1-mini-espruino"], {}, project.folder);
  expect(await made.ended, made.errors()).toBe(0);
  const folder = join(project.folder, "porch-light");
  expect(readdirSync(folder).sort()).toEqual(["README.md", "device.test.ts", "device.ts", "wiring.ts"]);
  for (const file of readdirSync(folder))
    expect(readFileSync(join(folder, file), "utf8"), file).not.toContain("my-device");
  expect(readFileSync(join(folder, "device.ts"), "utf8")).toMatch(
    /^\/\/ porch-light: .*name: "porch-light"/s,
  );
  for (const file of ["device.test.ts", "README.md"])
    expect(readFileSync(join(folder, file), "utf8")).toContain("npx tsx --test porch-light/device.test.ts");
  expect(readFileSync(join(folder, "wiring.ts"), "utf8").match(/\w+-(?:espruino|nodemcu)\b/g)).toEqual([
    "mini-espruino",
    "mini-espruino",
  ]);
  expect(readFileSync(join(folder, "README.md"), "utf8").match(/^\| `.*-.*$/gm)).toEqual([
    "| `d1-mini-espruino` | D1 |",
  ]);
  expect(made.output()).toMatch(/^dist\/d1-mini-espruino\/porch-light: \d+ bytes for d1-mini-espruino$/m);
  expect(existsSync(join(project.folder, "dist/d1-mini-espruino/porch-light/porch-light.js"))).toBe(true);
  expect(made.output()).toMatch(/^porch-light\/device\.test\.ts: passed$/m);
  expect(existsSync(join(project.folder, "tsconfig.json"))).toBe(true);
  expect(made.output()).toMatch(/^tsconfig\.json: here, for your editor$/m);
  expect(made.output()).toMatch(/^ {2}npx ringmote run \.\/porch-light --broker mqtt:\/\/localhost/m);
});

test("a device built for another board gets a hint about its wiring", async () => {
  const made = ringmoteHere(["new-device", "gate"], {}, project.folder);
  expect(await made.ended, made.errors()).toBe(0);
  const build = ringmoteHere(["build", "./gate", "--board", "esp8266-nodemcu"], {}, project.folder);
  expect(await build.ended).toBe(1);
  expect(build.errors()).toBe(
    "ringmote: The firmware gate has no wiring for esp8266-nodemcu; it has one for: esp32-espruino. " +
      "Another board is one more line in gate/wiring.ts.\n",
  );
});

test("a new device is wired for its board alone", async () => {
  const { TEMPLATE } = await import("../../tools/cli/new/new-folder.ts");
  const { boardNames } = await import("../../tools/image/firmware/firmware.ts");
  const { filesForBoard } = await import("../../tools/cli/new/one-board.ts");
  const text = readFileSync(join(TEMPLATE, "wiring.ts"), "utf8");
  for (const board of boardNames()) {
    const [[, alone] = []] = filesForBoard([["wiring.ts", text]], board);
    expect(String(alone).match(/^ {2}".*": wire\(.*$/gm), board).toHaveLength(1);
    const [, made] = /^import (\w+) from "ringmote\/boards\/(?!board\.ts)/m.exec(String(alone)) ?? [];
    expect(alone).toContain(`  "${board}": wire(${made}, `);
  }
});

test("a copied firmware takes its own name and keeps working links", async () => {
  const made = ringmoteHere(["new-device", "nursery", "--from", "climate"], {}, project.folder);
  expect(await made.ended, made.errors()).toBe(0);
  const folder = join(project.folder, "nursery");
  expect(readFileSync(join(folder, "device.ts"), "utf8")).toMatch(/^\/\/ nursery: .*name: "nursery"/s);
  const readme = readFileSync(join(folder, "README.md"), "utf8");
  expect(readme).toMatch(/^# nursery\n/);
  for (const [, link] of readme.matchAll(/\]\((?!http)([^)#]+)/g))
    expect(existsSync(join(folder, link)), link).toBe(true);
});

test("without ringmote installed the test is skipped with a message", async () => {
  const bare = createOwnProject(false);
  onTestFinished(bare.remove);
  const made = ringmoteHere(["new-device", "bulb", "--board", "esp-01-nodemcu"], {}, bare.folder);
  expect(await made.ended, made.errors()).toBe(0);
  expect(made.output()).toMatch(/^bulb\/device\.test\.ts: not run, because ringmote is not installed here/m);
  expect(made.errors()).toMatch(/^ringmote: warning: The role "relay" is on pin "IO0": Low at reset, /m);
});

test.each([
  [["Porch"], /^ringmote: The name "Porch" is none for a device; it is made of lower-case letters/],
  [["9lives"], /begins with a letter\.$/],
  [["../up"], /^ringmote: The name "\.\.\/up" is none for a device/],
  [["taken"], /^ringmote: The folder taken is there already; take another name, or remove it first\.$/],
  [["lamp", "--board", "arduino"], /^ringmote: There is no board "arduino"/],
  [["lamp", "--from", "climte"], /^ringmote: There is no firmware "climte"; did you mean "climate"\?/],
  [
    ["lamp", "--from", "climate", "--board", "sonoff-basic-nodemcu"],
    /^ringmote: The firmware climate has no wiring for sonoff-basic-nodemcu; it has one for: esp32-espruino, /,
  ],
])("new-device %j is refused in one sentence, and leaves nothing behind", async (args, sentence) => {
  mkdirSync(join(project.folder, "taken"), { recursive: true });
  const here = vi.spyOn(process, "cwd").mockReturnValue(project.folder);
  const error = vi.spyOn(console, "error").mockImplementation(() => {});
  const code = await main(["new-device", ...args]);
  const said = error.mock.calls.map(([line]) => String(line));
  here.mockRestore();
  error.mockRestore();
  expect([code, said.length]).toEqual([2, 1]);
  expect(said[0]).toMatch(sentence);
  expect(existsSync(join(project.folder, "lamp"))).toBe(false);
});
