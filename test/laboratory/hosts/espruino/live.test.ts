// How the real interpreters are found, and what they leave behind. Devices in them: test/engines/live, test/firmware, test/brokers.
import { expect, onTestFinished, test, vi } from "vitest";
import { espruinoBinaries } from "../../../../tools/laboratory/hosts/espruino/binaries.ts";
import { filesOf, flashOf } from "../../../../tools/laboratory/hosts/espruino/flash.ts";
import { runEspruino } from "../../../../tools/laboratory/hosts/espruino/live.ts";
import { ESPRUINO, needs } from "../../../needs.ts";

const binaries = espruinoBinaries();

test("a listed program that is no Espruino is refused with its name", () => {
  expect(() => espruinoBinaries({ ESPRUINO_BIN: "/bin/true" })).toThrow(
    '"/bin/true" in ESPRUINO_BIN is not an Espruino',
  );
});

test("without a list and with an empty PATH there is none", () => {
  expect(espruinoBinaries({ PATH: "" })).toEqual([]);
});

test("flash holds files as they were put in", () => {
  const files = new Map([
    [".boot0", "x"],
    ["settings", "\x00\xff bytes"],
  ]);
  expect(filesOf(flashOf(files))).toEqual(files);
});

test("flash refuses what does not fit, and a name too long", () => {
  expect(() => flashOf(new Map([["a", "x".repeat(200_000)]]))).toThrow("a with 200000 bytes does not fit");
  expect(() => flashOf(new Map([["n".repeat(29), "x"]]))).toThrow(
    "is too long a name for Storage; 28 are allowed",
  );
});

test("disposal during a stop leaves nothing that seeks its files", () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval"] });
  onTestFinished(() => void vi.useRealTimers());
  const device = runEspruino({
    binary: { name: "stand-in", path: "/bin/cat", jsVars: 1600, blockBytes: 12 },
    script: "",
  });
  device.stop(() => undefined);
  device.dispose();
  expect(vi.getTimerCount()).toBe(0);
});

test.each(binaries)("a power cut in $name leaves the records", needs(ESPRUINO), async (binary) => {
  const storage = new Map<string, string>();
  const script = 'require("Storage").write("r","kept");E.on("kill",function(){print("kill");});print("up");';
  const lines: string[] = [];
  const device = runEspruino({ binary, storage, script, log: (line) => lines.push(line) });
  onTestFinished(device.dispose);
  await vi.waitUntil(() => lines.includes("up"), { timeout: 60_000 });
  device.kill();
  expect([storage.get("r"), lines]).toEqual(["kept", ["up"]]);
});
