// Features that an image did not ask for are not in it: for each feature, on each target, its traces are
// looked for in an image that did not ask, and found in one that did.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  BuildError,
  type BuildOptions,
  buildImage,
  FEATURES,
  featureCosts,
  type Image,
  lineMap,
  totalBytes,
} from "../../tools/image/build.ts";
import { EVERYTHING } from "../everything.ts";
import { guardedLines } from "./guarded-lines.ts";

const folder = mkdtempSync(join(tmpdir(), "ringmote-features-"));
afterAll(() => rmSync(folder, { recursive: true }));

const ALL_BOARDS = ["esp32-nodemcu", "esp32-espruino"] as const;
type BoardName = (typeof ALL_BOARDS)[number];
const BOARDS = EVERYTHING ? ALL_BOARDS : ALL_BOARDS.slice(0, 1);

interface Device {
  session: "clean" | "persistent";
  /** Options of its sensors, one sensor each, besides those that all have. */
  sensors: readonly string[];
  hasRelay: boolean;
  with?: readonly string[];
  without?: readonly string[];
}

/** For a dozen builds on a busy computer. */
const PATIENCE_MS = 180_000;

const NOTHING_USUAL = ["credentials", "late-wills", "tls"];
/** What no board has. */
const NOWHERE: readonly string[] = ["authentication", "updates"];
/** What one of the boards has not. */
const ABSENT: Readonly<Record<BoardName, string>> = {
  "esp32-espruino": "static-address",
  "esp32-nodemcu": "tls",
};
/** Asks for nothing that can be left out; for one thing; for everything. */
const BARE: Device = { session: "clean", sensors: ["qos: 0"], hasRelay: false, without: NOTHING_USUAL };
const KEEPING: Device = { ...BARE, sensors: [`qos: 1, overflow: "reject"`] };
const WHOLE: Device = {
  session: "persistent",
  sensors: ["reject", "oldest", "latest"].map((policy) => `qos: 1, overflow: "${policy}"`),
  hasRelay: true,
  // Those that its declaration does not ask for are wished for. TLS comes by itself where a board has it.
  with: FEATURES.map(({ name }) => name).filter((name) => name !== "tls" && !NOWHERE.includes(name)),
};

let count = 0;

/** What to build: a device of its own folder, with these needs. */
function probe(device: Device, board: BoardName): BuildOptions {
  const { session, sensors, hasRelay } = device;
  count += 1;
  const firmware = join(folder, `device${count}`);
  const lamp = (pin: string) => (hasRelay ? `, lamp: "${pin}"` : "");
  writeFirmware(firmware, {
    "device.ts": `import { device, ${hasRelay ? "powerSwitch, " : ""}seconds, sensor } from "ringmote";
${hasRelay ? `import { relay } from "ringmote/drivers/relay.ts";` : ""}
import { sht3x } from "ringmote/drivers/sht3x.ts";
const air = sht3x("air");
export default device({
  name: "probe",
  session: "${session}",
  sensors: [
    ${sensors
      .map(
        (options, n) =>
          `sensor("air${n}", air.temperature, { unit: "", decimals: 1, every: seconds(30), ${options} })`,
      )
      .join(",\n")}
  ],
  ${hasRelay ? `actuators: [powerSwitch("lamp", relay("lamp"))],` : ""}
});
`,
    "wiring.ts": `import { wire } from "ringmote/boards/board.ts";
import espruino from "ringmote/boards/esp32-espruino.ts";
import nodemcu from "ringmote/boards/esp32-nodemcu.ts";
export default {
  "esp32-espruino": wire(espruino, { air: { sda: "D21", scl: "D22" }${lamp("D23")} }),
  "esp32-nodemcu": wire(nodemcu, { air: { sda: "IO21", scl: "IO22" }${lamp("IO23")} }),
};
`,
  });
  return { firmware, board, with: device.with ?? [], without: device.without ?? [] };
}

function writeFirmware(path: string, files: Record<string, string>): void {
  mkdirSync(path);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text);
}

/** How a program writes a pin, on either target. */
const PIN_WRITTEN = /digitalWrite|gpio\.write/;

/** What a feature leaves in an image besides the lines that hang on its constant. */
const TRACES: Readonly<Record<string, RegExp>> = {
  credentials: /"secret"/,
  tls: /\?"tls":/,
  switches: /the commands are on and off/,
  discovery: /homeassistant/,
};

describe.each(BOARDS)("on %s", (board) => {
  let bare: Image;
  let keeping: Image;
  let whole: Image;
  beforeAll(async () => {
    bare = await buildImage(probe(BARE, board));
    keeping = await buildImage(probe(KEEPING, board));
    const wishes = WHOLE.with?.filter((name) => name !== ABSENT[board]) ?? [];
    whole = await buildImage(probe({ ...WHOLE, with: wishes }, board));
  }, PATIENCE_MS);

  test.each(FEATURES)("$name leaves no trace in an image that did not request it", ({ name, constant }) => {
    expect(bare.features[name]).toBe(false);
    expect(traces(bare, name, constant)).toEqual([]);
  });

  test.each(FEATURES)("$name is in an image that uses it", ({ name }) => {
    const isAbsent = name === ABSENT[board] || NOWHERE.includes(name);
    expect(whole.features[name]).toBe(!isAbsent);
    const trace = TRACES[name];
    if (trace !== undefined && !isAbsent) expect(trace.test(textOf(whole))).toBe(true);
  });

  test.each(FEATURES.filter(({ name }) => name !== "qos1"))(
    "$name does not come with QoS 1",
    ({ name, constant }) => {
      expect(keeping.features).toMatchObject({ qos1: true, [name]: false });
      expect(traces(keeping, name, constant)).toEqual([]);
    },
  );

  test("a driver that the device does not import leaves no trace", () => {
    const drivers = (image: Image) =>
      new Set(linesOf(image).flatMap((line) => /^src\/drivers\/([\w-]+)\.ts:/.exec(line)?.[1] ?? []));
    // The driver, and what stands by itself of what it shares with others.
    expect([...drivers(bare)].sort()).toEqual(["sensirion", "sht3x"]);
    // A relay's few words stand where the device calls them: what is left of it is that a pin is written.
    expect(textOf(bare)).not.toMatch(PIN_WRITTEN);
    expect(PIN_WRITTEN.test(textOf(whole))).toBe(true);
  });

  test("a smaller device has a smaller image", () => {
    expect(totalBytes(bare)).toBeLessThan(totalBytes(keeping));
    expect(totalBytes(keeping)).toBeLessThan(totalBytes(whole));
  });
});

test(
  "a feature costs bytes of an image, present or absent",
  async () => {
    // Filters cost only a device that subscribes: one with a relay.
    const device = { ...KEEPING, hasRelay: true };
    const { tls, ...others } = await featureCosts(probe(device, "esp32-espruino"), [
      "qos1",
      "wildcards",
      "tls",
    ]);
    expect(Object.keys(others)).toEqual(["qos1", "wildcards"]);
    for (const [name, { bytes, held }] of Object.entries(others)) {
      expect(bytes, name).toBeGreaterThan(0);
      expect(held, name).toBeGreaterThan(0);
    }
    // Without TLS an image has to say so when its settings ask for it, which is longer than asking for the stream.
    expect(tls?.bytes).not.toBe(0);
  },
  PATIENCE_MS,
);

/** What of a feature is in an image: lines of the source that hang on its constant, and texts that only it has. */
function traces(image: Image, name: string, constant: string): string[] {
  const guarded = guardedLines(constant);
  const text = TRACES[name]?.exec(textOf(image))?.[0];
  return [...linesOf(image).filter((line) => guarded.has(line)), ...(text === undefined ? [] : [text])];
}

const REFUSED: readonly (readonly [title: string, device: Device, board: BoardName, sentence: string])[] = [
  [
    "a feature that is none",
    { ...BARE, without: ["credential"] },
    "esp32-espruino",
    'There is no feature "credential"; did you mean "credentials"? Known are: qos1, qos2, overflow-oldest,',
  ],
  [
    "leaving out what the device needs",
    { ...BARE, session: "persistent", without: ["persistent-session"] },
    "esp32-espruino",
    'The feature persistent-session cannot be left out of probe: its session is persistent; write session: "clean", or keep the feature.',
  ],
  [
    "leaving out what a sensor needs",
    { ...KEEPING, without: ["qos1"] },
    "esp32-espruino",
    'The feature qos1 cannot be left out of probe: the sensor "air0" publishes at QoS 1; write qos: 0, or keep the feature.',
  ],
  [
    "asking for what the board cannot do",
    { ...BARE, with: ["tls"], without: [] },
    "esp32-nodemcu",
    "The feature tls cannot be had on esp32-nodemcu: its firmware opens no TLS stream (docs/cannot-yet.md#tls); build without it.",
  ],
  [
    "a static address that the firmware of a board ignores",
    { ...BARE, with: ["static-address"] },
    "esp32-espruino",
    "The feature static-address cannot be had on esp32-espruino: Wifi.setIP of Espruino's ESP32 leaves DHCP running (docs/cannot-yet.md#a-static-address); build without it.",
  ],
  [
    "asking for what no board can do",
    { ...BARE, with: ["authentication"] },
    "esp32-espruino",
    "The feature authentication cannot be had on esp32-espruino: a board has no SCRAM and no other method; give the device a user and a secret in its settings, over TLS where the board has it, or authenticate in a program (docs/programs.md); build without it.",
  ],
  [
    "asking for a feature and leaving it out",
    { ...BARE, with: ["wildcards"], without: ["wildcards"] },
    "esp32-nodemcu",
    "The feature wildcards is asked for and left out in one build; name it once.",
  ],
];

test.each(REFUSED)("%s is refused in one sentence", async (_, device, board, sentence) => {
  const refused = buildImage(probe(device, board));
  await expect(refused).rejects.toThrow(BuildError);
  await expect(refused).rejects.toThrow(sentence);
});

function textOf({ files }: Image): string {
  return files.map(({ content }) => content.text).join("\n");
}

function linesOf(image: Image): string[] {
  return Object.values(lineMap(image)).flat();
}
