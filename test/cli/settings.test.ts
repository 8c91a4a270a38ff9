import { X509Certificate } from "node:crypto";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rootCertificates } from "node:tls";
import { afterAll, describe, expect, onTestFinished, test, vi } from "vitest";
import espruinoBoard from "../../boards/esp32-espruino.ts";
import { AUTHORITY, SETTINGS, setting, settingsAreWhole } from "../../src/runtime/settings.ts";
import { main } from "../../tools/cli/main.ts";
import { createCertificates } from "../../tools/laboratory/brokers/certificates.ts";
import { hostEspruino } from "../../tools/laboratory/hosts/espruino/host.ts";
import { hostNodeMcu } from "../../tools/laboratory/hosts/nodemcu/nodemcu.ts";
import { createVirtualWorld, type VirtualWorld } from "../../tools/sim/worlds/virtual-world.ts";
import { needs, OPENSSL } from "../needs.ts";

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

interface Console {
  type: (line: string) => void;
  starts: () => number;
}

const consoles: Record<string, (world: VirtualWorld) => Console> = {
  espruino: (world) => {
    const device = hostEspruino({ script: "", world, board: espruinoBoard, chunkBytes: 536 });
    return { type: (line) => void device.evaluate(line), starts: () => device.boots };
  },
  esp8266: (world) => nodemcuConsole(world, "esp8266"),
  esp32: (world) => nodemcuConsole(world, "esp32"),
};

function nodemcuConsole(world: VirtualWorld, chip: "esp8266" | "esp32"): Console {
  const device = hostNodeMcu({ image: { "init.lua": "" }, chip, world });
  device.boot();
  const type = (line: string) => {
    try {
      device.evaluate(line);
    } catch (error) {
      // node.restart() ends the line that it stands in.
      if (!String(error).includes("went down")) throw error;
    }
  };
  return { type, starts: () => device.restarts() + 1 };
}

/** Types lines at the console of a board; returns the record that its storage then holds, and how often it started. */
function typedAt(board: string, lines: string) {
  const world = createVirtualWorld();
  const { type, starts } = consoles[board](world);
  world.clock.advance(BOOT_MS);
  for (const line of lines.split("\n")) type(line);
  world.clock.advance(BOOT_MS);
  const stored = (name: string) => world.storage.get(name) ?? "";
  return { record: stored(SETTINGS), authority: stored(AUTHORITY), starts: starts() };
}

const SHORT = ["--ssid", "home", "--password", "passphrase", "--broker", "mqtt://me:pw@10.0.0.2"];
const AWKWARD = [
  "--ssid",
  'Größe "7" \\ ☂',
  "--password",
  "x".repeat(63),
  "--broker",
  "mqtt://%C3%BC:%22%5C1@[::1]:9999",
];
const LONG = [...AWKWARD, "--id", "i".repeat(60), "--root", "r/".repeat(60)];

test.each([
  ["espruino", "espruino"],
  ["nodemcu", "esp8266"],
  ["nodemcu", "esp32"],
])("the lines for %s (%s) store the record and restart the device", async (target, board) => {
  for (const options of [SHORT, AWKWARD, LONG]) {
    const { record, starts } = typedAt(board, await printed(target, options));
    // What is printed is text, and the record is its bytes.
    expect(record).toBe(Buffer.from(`${await printed("node", options)}\n`).toString("latin1"));
    expect(settingsAreWhole(record)).toBe(true);
    expect(starts).toBe(2);
  }
});

test("every character of names and passwords is preserved", async () => {
  const { record } = typedAt("esp8266", await printed("nodemcu", AWKWARD));
  expect(Buffer.from(setting(record, "ssid"), "latin1").toString()).toBe('Größe "7" \\ ☂');
  const user = Buffer.from(setting(record, "user"), "latin1").toString();
  expect([user, setting(record, "secret"), setting(record, "host")]).toEqual(["ü", '"\\1', "::1"]);
});

test("a short record is one line within NodeMCU's console limit", async () => {
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

test("settings without options, and unlisted settings, are written as key=value", async () => {
  const record = await printed("node", [
    "--broker",
    "mqtt://me:pw@a",
    "host=a,b:1884",
    "keepalive=300",
    "user=",
  ]);
  expect(record.split("\n")).toEqual([
    "ringmote 1",
    "host=a,b:1884",
    "port=1883",
    "tls=0",
    "secret=pw",
    "keepalive=300",
    "end",
  ]);
});

test("a broker's host name is stored in its network form", async () => {
  const hosts = "host=bücher.example:1884,b,größe.example";
  const record = await printed("node", ["--broker", "mqtt://bücher.example"]);
  expect(setting(`${record}\n`, "host")).toBe("xn--bcher-kva.example");
  const several = await printed("node", ["--broker", "mqtt://a", hosts]);
  expect(setting(`${several}\n`, "host")).toBe("xn--bcher-kva.example:1884,b,xn--gre-6ka8i.example");
});

test("TLS settings need an authority under NodeMCU too", async () => {
  const errors = vi.spyOn(console, "error").mockImplementation(() => {});
  expect(await main(["settings", "--target", "nodemcu", ...SHORT, "tls=1"])).toBe(2);
  expect(errors.mock.calls.join()).toContain("TLS under NodeMCU lets in brokers of one authority");
  errors.mockRestore();
});

describe("the authority of a broker", () => {
  const folder = mkdtempSync(join(tmpdir(), "ringmote-authority-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const pem = new X509Certificate(rootCertificates[0] ?? "").toString();
  const fileWith = (text: string) => {
    const file = join(folder, "authority.pem");
    writeFileSync(file, text);
    return file;
  };

  test("a NodeMCU first receives the authority, without surrounding text", async () => {
    const file = fileWith(`An authority\n${pem}\nmore words\n`);
    const lines = await printed("nodemcu", [...SHORT, "tls=1", "--ca", file]);
    const { record, authority, starts } = typedAt("esp8266", lines);
    expect(setting(record, "tls")).toBe("1");
    expect(authority.trim()).toBe(pem.trim());
    expect(starts).toBe(2);
  });

  test(
    "a broker's authority is not the broker's own certificate, where another one has signed that",
    needs(OPENSSL),
    async () => {
      const { make, certificateFile, remove } = createCertificates();
      onTestFinished(remove);
      make("authority");
      make("broker", "authority", undefined, "basicConstraints=critical,CA:FALSE");
      make("alone", undefined, undefined, "basicConstraints=critical,CA:FALSE");
      const words = (name: string) => [
        "--target",
        "nodemcu",
        ...SHORT,
        "tls=1",
        "--ca",
        certificateFile(name),
      ];
      const errors = vi.spyOn(console, "error").mockImplementation(() => {});
      const log = vi.spyOn(console, "log").mockImplementation(() => {});
      const codes: number[] = [];
      for (const name of ["authority", "broker", "alone"])
        codes.push(await main(["settings", ...words(name)]));
      expect(codes).toEqual([0, 2, 0]);
      expect(errors.mock.calls.join()).toContain("holds a certificate that another one has signed");
      errors.mockRestore();
      log.mockRestore();
    },
  );

  test("the authority is read from files, never from an endless pipe", async () => {
    const errors = vi.spyOn(console, "error").mockImplementation(() => {});
    expect(await main(["settings", "--target", "nodemcu", ...SHORT, "tls=1", "--ca", "/dev/zero"])).toBe(2);
    expect(errors.mock.calls.join()).toContain("The file /dev/zero of --ca cannot be read");
    errors.mockRestore();
  });

  test.each([
    ["a key", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", "holds a PRIVATE KEY"],
    ["words", "an authority", "holds no certificate"],
    ["a broken one", pem.replace(/\n.{8}/, "\nAAAAAAAA"), "holds a certificate that cannot be read"],
    ["more than there is room for", pem.repeat(5), /takes \d+ bytes, and a board has room for 4096/],
  ])("a broker's authority with %s is refused", async (_, text, words) => {
    const errors = vi.spyOn(console, "error").mockImplementation(() => {});
    const file = fileWith(text);
    expect(await main(["settings", "--target", "nodemcu", ...SHORT, "tls=1", "--ca", file])).toBe(2);
    expect(errors.mock.calls.join()).toMatch(words);
    errors.mockRestore();
  });
});

/** What `ringmote settings --out` into a file of a new folder comes to, where `before` has been. */
async function writtenOut(before: (path: string, folder: string) => void = () => {}) {
  const folder = mkdtempSync(join(tmpdir(), "ringmote-settings-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "settings");
  before(path, folder);
  const said = [vi.spyOn(console, "log"), vi.spyOn(console, "error")].map((spy) =>
    spy.mockImplementation(() => {}),
  );
  const code = await main(["settings", "--target", "node", "--broker", "mqtt://me:pw@h", "--out", path]);
  const lines = said.flatMap((spy) =>
    spy.mock.calls.map(([line]) => String(line).replaceAll(path, "settings")),
  );
  for (const spy of said) spy.mockRestore();
  return { path, folder, code, said: lines.join("\n") };
}

test.each([
  ["that is not there yet", undefined],
  ["that is empty", ""],
  ["of older settings that anybody could read", "ringmote 1\nhost=old\nend\n"],
  ["of settings that were cut", "ringmote 1\nho"],
])("--out writes a private record into a file %s", async (_, text) => {
  const { path, folder, code, said } = await writtenOut((file) => {
    if (text !== undefined) writeFileSync(file, text, { mode: 0o644 });
  });
  expect([code, said]).toEqual([0, ""]);
  expect(setting(readFileSync(path, "latin1"), "host")).toBe("h");
  expect(statSync(path).mode & 0o077).toBe(0);
  expect(readdirSync(folder)).toEqual(["settings"]);
});

test.each<[string, (path: string, folder: string) => void, string]>([
  [
    "a link",
    (path, folder) => {
      writeFileSync(join(folder, "target"), "ringmote 1\n");
      symlinkSync("target", path);
    },
    "ringmote: settings is a link, and settings with their passwords go where no link leads; name a new file, or one that holds settings.",
  ],
  [
    "a link that leads nowhere",
    (path) => symlinkSync("target", path),
    "ringmote: settings is a link, and settings with their passwords go where no link leads; name a new file, or one that holds settings.",
  ],
  [
    "a folder",
    (path) => mkdirSync(path),
    "ringmote: settings is no file that settings can be kept in; name a new file, or one that holds settings.",
  ],
  [
    "a file of somebody's",
    (path) => writeFileSync(path, "export default device({});"),
    "ringmote: settings holds something other than settings; name a new file, or one that holds settings.",
  ],
])("--out leaves %s unchanged", async (_, before, sentence) => {
  const { folder, code, said } = await writtenOut(before);
  expect([code, said]).toEqual([1, sentence]);
  expect(readdirSync(folder).filter((name) => !["settings", "target"].includes(name))).toEqual([]);
  for (const name of readdirSync(folder))
    if (statSync(join(folder, name), { throwIfNoEntry: false })?.isFile())
      expect(readFileSync(join(folder, name), "utf8")).not.toContain("secret=");
});
