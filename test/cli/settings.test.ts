import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import espruinoBoard from "../../boards/esp32-espruino.ts";
import { setting, settingsAreWhole } from "../../src/runtime/settings.ts";
import { main } from "../../tools/cli/main.ts";
import { hostEspruino } from "../../tools/sim/espruino/host.ts";
import { hostNodeMcu } from "../../tools/sim/nodemcu/nodemcu.ts";
import { createVirtualWorld, type VirtualWorld } from "../../tools/sim/virtual-world.ts";

const BOOT_MS = 1000;

/** What `ringmote settings` prints. */
async function printed(target: string, more: string[]): Promise<string> {
  const log = vi.spyOn(console, "log").mockImplementation(() => {});
  const code = await main(["settings", "--target", target, ...more]);
  const text = String(log.mock.calls[0]?.[0]);
  log.mockRestore();
  expect(code).toBe(0);
  return text;
}

/** Types lines at the console of a board and returns the record that its storage then holds. */
const consoles: Record<string, (lines: string[]) => string | undefined> = {
  espruino: (lines) => {
    const world = createVirtualWorld();
    const device = hostEspruino({ script: "", world, board: espruinoBoard, chunkBytes: 536 });
    return typed(world, lines, device.evaluate);
  },
  esp8266: (lines) => typedAtNodeMcu(lines, "esp8266"),
  esp32: (lines) => typedAtNodeMcu(lines, "esp32"),
};

function typedAtNodeMcu(lines: string[], chip: "esp8266" | "esp32"): string | undefined {
  const world = createVirtualWorld();
  const device = hostNodeMcu({ image: { "init.lua": "" }, chip, world });
  device.boot();
  return typed(world, lines, device.evaluate);
}

function typed(
  world: VirtualWorld,
  lines: string[],
  evaluate: (line: string) => unknown,
): string | undefined {
  world.clock.advance(BOOT_MS);
  for (const line of lines) evaluate(line);
  return world.storage.get("settings");
}

const SHORT = ["--ssid", "home", "--password", "p", "--broker", "mqtt://me:pw@10.0.0.2"];
const AWKWARD = [
  "--ssid",
  'Größe "7" \\ ☂',
  "--password",
  "x".repeat(63),
  "--broker",
  "mqtts://%C3%BC:%22%5C1@[::1]:9999",
];
const LONG = [...AWKWARD, "--id", "i".repeat(60), "--root", "r/".repeat(60)];

test.each([
  ["espruino", "espruino"],
  ["nodemcu", "esp8266"],
  ["nodemcu", "esp32"],
])(
  "the lines printed for %s store the record when they are typed at its console (%s)",
  async (target, console) => {
    for (const options of [SHORT, AWKWARD, LONG]) {
      const record = consoles[console]((await printed(target, options)).split("\n")) ?? "";
      expect(`${record}`).toBe(`${await printed("node", options)}\n`);
      expect(settingsAreWhole(record)).toBe(true);
    }
    const record = consoles[console]((await printed(target, AWKWARD)).split("\n")) ?? "";
    expect(Buffer.from(setting(record, "ssid"), "latin1").toString()).toBe('Größe "7" \\ ☂');
    expect([setting(record, "secret"), setting(record, "host"), setting(record, "port")]).toEqual([
      '"\\1',
      "::1",
      "9999",
    ]);
  },
);

test("a short record is one line, and no line is longer than NodeMCU's console takes", async () => {
  expect((await printed("nodemcu", SHORT)).split("\n")).toHaveLength(1);
  const lines = (await printed("nodemcu", LONG)).split("\n");
  expect(lines.length).toBeGreaterThan(2);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(256);
});

test("passwords may come from the environment", async () => {
  vi.stubEnv("RINGMOTE_WIFI_PASSWORD", "from-wifi");
  vi.stubEnv("RINGMOTE_BROKER_PASSWORD", "from-broker");
  const record = `${await printed("node", ["--ssid", "home", "--broker", "mqtt://me@h"])}\n`;
  vi.unstubAllEnvs();
  expect([setting(record, "password"), setting(record, "secret")]).toEqual(["from-wifi", "from-broker"]);
});

test("--out writes the record to a file that only its owner reads, and prints nothing", async () => {
  const folder = mkdtempSync(join(tmpdir(), "ringmote-settings-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "settings");
  const log = vi.spyOn(console, "log").mockImplementation(() => {});
  expect(await main(["settings", "--target", "node", "--broker", "mqtt://h", "--out", path])).toBe(0);
  expect(log).not.toHaveBeenCalled();
  log.mockRestore();
  expect(setting(readFileSync(path, "latin1"), "host")).toBe("h");
  expect(statSync(path).mode & 0o077).toBe(0);
});
