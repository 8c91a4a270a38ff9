// The commands that talk to a board, typed at one that is a model behind a pseudo-terminal.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { setting, settingsAreWhole } from "../../src/runtime/settings.ts";
import { needs, SOCAT } from "../needs.ts";
import { espruinoAtPort, said, temporary } from "./board-at-port.ts";
import { ringmote } from "./child.ts";

vi.setConfig({ testTimeout: 300_000 });

test("a board is flashed, configured, backed up, erased and restored", needs(SOCAT), async () => {
  const { path, storage } = await espruinoAtPort();
  const folder = temporary();
  const env = { RINGMOTE_CACHE: join(folder, "cache"), RINGMOTE_WIFI_PASSWORD: "never-shown" };
  const at = ["--port", path];
  const flashed = await said(["flash", "climate", "--board", "esp32-espruino", ...at], env);
  expect(flashed).toMatch(/ESP32 with Espruino 2v29, \d+ bytes of memory free/);
  expect(flashed).toMatch(/climate runs on the board: \d+ bytes sent/);
  expect(flashed).toContain(`npx ringmote settings --port ${path}`);
  const stored = await said(["settings", ...at, "--ssid", "home", "--broker", "mqtt://10.0.0.2"], env);
  expect(stored).not.toContain("never-shown");
  const record = storage.get("settings") ?? "";
  expect(settingsAreWhole(record)).toBe(true);
  expect([setting(record, "ssid"), setting(record, "password")]).toEqual(["home", "never-shown"]);
  const again = JSON.parse(
    await said(["flash", "climate", "--board", "esp32-espruino", "--json", ...at], env),
  );
  expect(again).toMatchObject({
    port: path,
    sent: 0,
    files: [],
    board: { installed: { firmware: "climate" } },
  });
  const copy = join(folder, "copy");
  await said(["backup", copy, ...at], env);
  const index = JSON.parse(readFileSync(join(copy, "ringmote-backup.json"), "utf8"));
  expect(Object.values(index.files)).toContain("settings");
  const before = new Map(storage);
  await said(["erase", ...at], env);
  expect(storage.has("settings")).toBe(false);
  await said(["restore", copy, ...at], env);
  expect(storage).toEqual(before);
});

test("another chip replaces a board by its backup", needs(SOCAT), async () => {
  const { path, storage } = await espruinoAtPort();
  const at = ["--port", path];
  const copy = join(temporary(), "copy");
  await said(["settings", ...at, "--ssid", "home", "--broker", "mqtt://u@10.0.0.2"], {
    RINGMOTE_WIFI_PASSWORD: "never-shown",
    RINGMOTE_BROKER_PASSWORD: "secret",
  });
  await said(["backup", copy, ...at]);
  const before = storage.get("settings") ?? "";
  const index = join(copy, "ringmote-backup.json");
  writeFileSync(index, readFileSync(index, "utf8").replace(/"chipId": "\w+"/, '"chipId": "5bce98f7"'));
  expect(await said(["restore", copy, ...at])).toMatch(/another chip: .* ends with -5bce98f7;/);
  expect(await said(["restore", copy, "--id", "a+b", ...at], {}, 2)).toContain("--id a+b is refused");
  expect(await said(["restore", copy, "--id", "kitchen-5bce98f7", ...at])).not.toContain("another chip");
  const after = storage.get("settings") ?? "";
  expect(setting(after, "id")).toBe("kitchen-5bce98f7");
  expect(after.replace("id=kitchen-5bce98f7\n", "")).toBe(before);
});

test("a program that starts before ringmote's files is named", needs(SOCAT), async () => {
  const { path } = await espruinoAtPort({}, new Map([[".boot1", "1"]]));
  const told = await said(["settings", "--port", path, "--ssid", "home", "--broker", "mqtt://10.0.0.2"], {
    RINGMOTE_WIFI_PASSWORD: "never-shown",
  });
  expect(told).toMatch(
    /^\.boot1 of another program runs before ringmote's at each start, .*: flash the board to take it away\.$/m,
  );
});

test("a flash names the boot files that it removed or kept", needs(SOCAT), async () => {
  const { path, storage } = await espruinoAtPort(
    {},
    new Map([
      [".boot1", "1"],
      [".boot2", "22"],
    ]),
  );
  const flash = ["flash", "climate", "--board", "esp32-espruino", "--port", path];
  const kept = await said([...flash, "--keep-boot-files"]);
  expect(kept).toMatch(
    /^\.boot1 and \.boot2 of another program run before .*: flash the board without --keep-boot-files to take them away\.$/m,
  );
  expect(kept).not.toContain("removed");
  const told = await said(flash);
  expect(told).toMatch(
    /^\.boot1 and \.boot2 of another program, which would start with the board, are removed \(3 bytes\)\.$/m,
  );
  expect(told).not.toContain("run before");
  storage.set(".boot0", "1");
  expect(JSON.parse(await said([...flash, "--json"]))).toMatchObject({
    board: { runsBefore: [".boot0"] },
    removed: { files: [".boot0"], bytes: 1 },
  });
  expect([...storage.keys()].filter((name) => /^\.boot[0-2]/.test(name))).toEqual([]);
});

test("a monitor shows what the board prints, and ends with Ctrl-C", needs(SOCAT), async () => {
  const { path, model } = await espruinoAtPort();
  const child = ringmote(["monitor", "--port", path], { RINGMOTE_CACHE: temporary() });
  await child.wrote(/is open/);
  model.type('print("hello from the board")\n');
  await child.wrote(/^\d\d:\d\d:\d\d\.\d{3} .*hello from the board$/m);
  child.process.kill("SIGINT");
  expect(await child.ended).toBe(0);
});

test("an image for another interpreter is refused before anything is sent", needs(SOCAT), async () => {
  const { path, storage } = await espruinoAtPort();
  const args = ["flash", "climate", "--board", "esp32-nodemcu", "--port", path];
  expect(await said(args, {}, 1)).toMatch(/The board runs Espruino 2v29/);
  expect(storage.size).toBe(0);
});

test.each([
  [["flash", "climate"], "and --board <board>"],
  [["flash"], "needs a <firmware>"],
  [
    ["flash", "--firmware", "x.bin", "--keep-boot-files"],
    "--keep-boot-files is about the device that is sent",
  ],
  [["flash", "climate", "--board", "esp32-nodemcu", "--keep-boot-files"], "is for boards with Espruino"],
  [["restore", "no-such-folder"], "is no backup"],
  [["monitor", "--image", "no-such-folder", "--port", "/dev/nowhere"], "holds no image"],
  [["settings", "--port", "/dev/nowhere", "--target", "node", "--broker", "mqtt://h"], "give --port alone"],
])("the command %j is refused with its remedy", async (args, words) => {
  expect(await said(args, {}, 2)).toContain(words);
});

test("a wrong port is reported before the source is read", async () => {
  const folder = temporary();
  writeFileSync(join(folder, "device.ts"), "export default {{");
  const args = ["flash", folder, "--board", "esp32-espruino", "--port", "/dev/ttyNowhere7"];
  expect(await said(args, {}, 1)).toMatch(/^ringmote: There is no port \/dev\/ttyNowhere7; .*\n$/);
});

test.each([
  [["climte", "--board", "esp32-espruino"], 'no firmware "climte"'],
  [["climate", "--board", "esp32-espruno"], 'no board "esp32-espruno"'],
])("the error %j is reported before a board's firmware is replaced", async (names, words) => {
  const args = ["flash", ...names, "--firmware", "no-such-file.bin", "--port", "/dev/ttyNowhere7"];
  expect(await said(args, {}, 2)).toContain(words);
});

test("a missing port fails with one sentence", async () => {
  expect(await said(["erase", "--port", "/dev/ttyNowhere7"], {}, 1)).toMatch(
    /^ringmote: There is no port \/dev\/ttyNowhere7; .*\n$/,
  );
});
