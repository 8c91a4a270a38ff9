// The commands that talk to a board, typed at one that runs NodeMCU: a model behind a pseudo-terminal.
import { X509Certificate } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { rootCertificates } from "node:tls";
import { describe, expect, test, vi } from "vitest";
import { SETTINGS, setting, settingsAreWhole } from "../../src/runtime/settings.ts";
import { settingsRecord } from "../../src/runtime/settings-record.ts";
import { KEY_RECORD } from "../../src/update/key.ts";
import { MODEL_LUAC } from "../../tools/laboratory/hosts/nodemcu/console.ts";
import { KeyStore } from "../../tools/update/key-store.ts";
import { needs, SOCAT } from "../needs.ts";
import { nodeMcuAtPort, said, temporary } from "./board-at-port.ts";
import { ringmote } from "./child.ts";

vi.setConfig({ testTimeout: 300_000 });

const settingsAt = (path: string) => [
  ...["settings", "--port", path],
  ...["--ssid", "home", "--password", "long-enough"],
];

/** A file with one of the authorities that Node knows. */
function authority(): { file: string; pem: string } {
  const pem = new X509Certificate(rootCertificates[0] ?? "").toString();
  const file = join(temporary(), "authority.pem");
  writeFileSync(file, pem);
  return { file, pem };
}

describe.each(["esp8266", "esp32"] as const)("an %s with NodeMCU", needs(SOCAT), (chip) => {
  test("a NodeMCU board is flashed, configured, backed up, erased and restored", async () => {
    const { path, storage } = await nodeMcuAtPort({ chip });
    const folder = temporary();
    const env = { RINGMOTE_CACHE: join(folder, "cache"), RINGMOTE_WIFI_PASSWORD: "never-shown" };
    const [at, board] = [["--port", path], `${chip}-nodemcu`];
    const flashed = await said(["flash", "climate", "--board", board, ...at], env);
    expect(flashed).toMatch(new RegExp(`${chip} with NodeMCU 3.0.0, \\d+ bytes of memory free`));
    expect(flashed).toMatch(/climate runs on the board: \d+ bytes sent/);
    expect(flashed).toContain(`npx ringmote settings --port ${path}`);
    const stored = await said(["settings", ...at, "--ssid", "home", "--broker", "mqtt://10.0.0.2"], env);
    expect(stored).not.toContain("never-shown");
    const record = storage.get("settings") ?? "";
    expect(settingsAreWhole(record)).toBe(true);
    expect([setting(record, "ssid"), setting(record, "password")]).toEqual(["home", "never-shown"]);
    const again = JSON.parse(await said(["flash", "climate", "--board", board, "--json", ...at], env));
    expect(again).toMatchObject({ port: path, files: [], board: { installed: { firmware: "climate" } } });
    expect(again.board).not.toHaveProperty("modules");
    const copy = join(folder, "copy");
    await said(["backup", copy, ...at], env);
    const index = JSON.parse(readFileSync(join(copy, "ringmote-backup.json"), "utf8"));
    expect(Object.values(index.files)).toContain("settings");
    const before = new Map(storage);
    expect(before.size).toBeGreaterThan(10);
    await said(["erase", ...at], env);
    expect([...storage.keys()]).toEqual([]);
    await said(["restore", copy, ...at], env);
    expect(new Map([...storage].sort())).toEqual(new Map([...before].sort()));
  });
});

describe("NodeMCU", needs(SOCAT), () => {
  test("a board receives its key, which backups hold only on request", async () => {
    const { path, storage } = await nodeMcuAtPort({ chip: "esp8266" });
    storage.set(SETTINGS, settingsRecord({ host: "10.0.0.2", id: "porch-1" }));
    const [folder, at] = [temporary(), ["--port", path]];
    const keys = join(folder, "keys");
    const store = new KeyStore(keys);
    store.make("porch-1", "hmac");
    const record = store.recordOf("porch-1");
    const [, secret = ""] = record.trim().split(" ");
    const lines = [await said(["key", "give", "porch-1", "--keys", keys, ...at])];
    expect(lines[0]).toContain("The board has the key of porch-1, and starts anew.");
    expect(storage.get(KEY_RECORD)).toBe(record);
    lines.push(await said(["backup", join(folder, "without"), ...at]));
    expect(readdirSync(join(folder, "without"))).not.toContain(KEY_RECORD);
    lines.push(await said(["backup", join(folder, "with"), "--with-key", ...at]));
    expect(readFileSync(join(folder, "with", KEY_RECORD), "utf8")).toBe(record);
    expect(lines.join("")).not.toContain(secret);
    expect(lines[1]).toContain("The key for updates is not among them; --with-key copies it as well.");
  });

  test("a key is given only to the board of its device", async () => {
    const { path, storage } = await nodeMcuAtPort({ chip: "esp8266" });
    const keys = temporary();
    const store = new KeyStore(keys);
    store.make("porch-1", "hmac");
    const give = (code: number, ...more: string[]) =>
      said(["key", "give", "porch-1", "--keys", keys, "--port", path, ...more], {}, code);
    expect(await give(1)).toContain("The board has no image yet, so that nobody knows its identity;");
    storage.set("ringmote.lua", '-- climate for esp8266-nodemcu\nreturn "device"\n');
    const [refused, own = ""] =
      /The board is (climate-[0-9a-f]+), and not porch-1;/.exec(await give(1)) ?? [];
    expect(refused).toBeDefined();
    expect(storage.has(KEY_RECORD)).toBe(false);
    await give(0, "--to", own);
    expect(storage.get(KEY_RECORD)).toBe(store.recordOf("porch-1"));
  });

  test("an error on a flashed board is shown at its TypeScript line", async () => {
    const { path, storage, model } = await nodeMcuAtPort({ chip: "esp32" });
    const env = { RINGMOTE_CACHE: temporary() };
    await said(["flash", "climate", "--board", "esp32-nodemcu", "--port", path], env);
    const child = ringmote(["monitor", "--port", path], env);
    await child.wrote(/is open/);
    const name = [...storage.keys()].find((key) => /^mqtt-/.test(key));
    // Without what the modules before it have left, a module fails in one of its lines.
    model.type(`dofile("${name}")\n`);
    await expect
      .poll(child.output, { timeout: 20_000 })
      .toMatch(new RegExp(`Lua error: ${name}:\\d+ \\[\\S+\\.ts:\\d+\\]: `));
    child.process.kill("SIGINT");
    expect(await child.ended).toBe(0);
  });

  test("TLS settings without an authority are refused and change nothing", async () => {
    const { path, storage } = await nodeMcuAtPort({ chip: "esp8266" });
    const refused = await said([...settingsAt(path), "--broker", "mqtts://10.0.0.2"], {}, 2);
    expect(refused).toContain("TLS under NodeMCU lets in brokers of one authority");
    expect(storage.size).toBe(0);
  });

  test("TLS settings are stored with the authority, with TLS limits shown", async () => {
    const { path, storage } = await nodeMcuAtPort({ chip: "esp8266" });
    const { file, pem } = authority();
    const stored = await said([...settingsAt(path), "--broker", "mqtts://10.0.0.2", "--ca", file]);
    expect(stored).toContain("the certificates that the broker shows take at most 4 KB");
    expect([setting(storage.get("settings") ?? "", "tls"), storage.get("settings-ca")]).toEqual(["1", pem]);
    await said(["erase", "--port", path]);
    expect([...storage.keys()]).toEqual([]);
  });

  test("NodeMCU on ESP32 has no TLS and stays unchanged", async () => {
    const { path, storage } = await nodeMcuAtPort({ chip: "esp32" });
    const broker = ["--broker", "mqtts://10.0.0.2", "--ca", authority().file];
    expect(await said([...settingsAt(path), ...broker], {}, 1)).toContain("TLS on an ESP8266 only");
    expect(storage.size).toBe(0);
  });

  test("code goes into the LFS without extra tools and runs there", async () => {
    const { path, storage, model } = await nodeMcuAtPort({ chip: "esp8266", lfsBytes: 65_536 });
    const env = { RINGMOTE_CACHE: temporary() };
    const flash = ["flash", "climate", "--board", "esp8266-nodemcu", "--port", path];
    expect(await said(flash, env)).toMatch(
      /Its code runs from the LFS, of which it fills \d+ of 65536 bytes/,
    );
    const names = [...storage.keys()];
    expect(names.filter((name) => /^lfs-[0-9a-f]{12}\.img$/.test(name))).toHaveLength(1);
    expect(names.filter((name) => /^runtime-/.test(name))).toEqual([]);
    const again = JSON.parse(await said([...flash, "--json"], env));
    expect(again).toMatchObject({
      files: [],
      board: { installed: { firmware: "climate" } },
      lfs: { used: true, bytes: expect.any(Number), of: 65_536 },
    });
    // Without settings it says so, and that is all it does: it runs, from the LFS.
    const child = ringmote(["monitor", "--port", path], env);
    await child.wrote(/is open/);
    model.powerCycle();
    await child.wrote(/settings/);
    model.device.lfs.empty();
    model.powerCycle();
    await child.wrote(/settings(?:.|\n)*settings/);
  });

  test("erase removes NodeMCU's program from the LFS", async () => {
    const { path, storage, model } = await nodeMcuAtPort({ chip: "esp8266", lfsBytes: 65_536 });
    const env = { RINGMOTE_CACHE: temporary() };
    await said(["flash", "climate", "--board", "esp8266-nodemcu", "--port", path], env);
    expect(model.device.lfs.names().length).toBeGreaterThan(1);
    expect(await said(["erase", "--port", path], env)).toContain(
      "What ringmote stored on it is gone, and the program in its LFS.",
    );
    expect([...storage.keys()]).toEqual([]);
    expect(model.device.lfs.names()).toEqual([expect.stringMatching(/^lfs-00000000[0-9a-f]{4}$/)]);
    expect(await said(["erase", "--everything", "--port", path], env)).toContain("All its files are gone.");
  });

  test.each([
    [["--lfs"], 1, "The code cannot go into the LFS: the board's firmware has no LFS"],
    [["--luac", "/nowhere/luac.cross"], 1, "There is no program /nowhere/luac.cross"],
    [["--luac", process.execPath], 1, "is no luac.cross"],
    [["--luac", MODEL_LUAC, "--lfs"], 2, "leave one of them out"],
  ])("flashing with %j names the fault and sends nothing", async (args, code, words) => {
    const { path, storage } = await nodeMcuAtPort({ chip: "esp8266" });
    const flash = ["flash", "climate", "--board", "esp8266-nodemcu", "--port", path, ...args];
    expect(await said(flash, {}, code)).toContain(words);
    expect(storage.size).toBe(0);
  });

  test("the ESP32 with Lua 5.3 refuses code compiled for 5.1", async () => {
    const { path, storage } = await nodeMcuAtPort({ chip: "esp32" });
    const flash = ["flash", "climate", "--board", "esp32-nodemcu", "--port", path, "--luac", MODEL_LUAC];
    expect(await said(flash, {}, 1)).toMatch(/compiles for Lua 5\.1, and the board's firmware has Lua 5\.3/);
    expect(storage.size).toBe(0);
  });

  test("--luac at an Espruino board is refused and names NodeMCU", async () => {
    const flash = ["flash", "climate", "--board", "esp32-espruino", "--port", "/dev/nowhere"];
    expect(await said([...flash, "--luac", MODEL_LUAC], {}, 2)).toMatch(/--luac is for boards with NodeMCU/);
  });

  test("NodeMCU accepts no backup of another chip", async () => {
    const [esp8266, esp32] = [
      await nodeMcuAtPort({ chip: "esp8266" }),
      await nodeMcuAtPort({ chip: "esp32" }),
    ];
    esp8266.storage.set("notes", "mine");
    const copy = join(temporary(), "copy");
    await said(["backup", copy, "--port", esp8266.path]);
    expect(await said(["restore", copy, "--port", esp32.path], {}, 1)).toMatch(
      /backup is of a board with esp8266 and this one has esp32; nothing was changed/,
    );
    expect(esp32.storage.size).toBe(0);
  });
});
