// Each fault of a declaration is told at the line of what is wrong, however its author has spread the device
// over lines, functions and files. The lines are marked in the sources.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { BuildError } from "../../tools/image/build.ts";
import { readSoundFirmware } from "../../tools/image/firmware/firmware.ts";
import { MISTAKEN_DRIVER } from "./mistaken-driver.ts";

const LINK_BYTES = 65536;
const MARK = "// wrong: ";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ringmote-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** Faults as `file:line: beginning of the sentence`, as the marks of the sources have them. */
async function expectMarked(sources: Readonly<Record<string, string>>): Promise<void> {
  const marked = Object.entries({ "wiring.ts": "export default {};", ...sources }).flatMap(([file, text]) => {
    writeFileSync(join(folder, file), text);
    return text.split("\n").flatMap((line, i) => {
      const beginning = line.split(MARK)[1];
      return beginning === undefined ? [] : [`${file}:${i + 1}: ${beginning}`];
    });
  });
  const error: unknown = await readSoundFirmware(folder, LINK_BYTES).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(BuildError);
  const told = (error as BuildError).refusals.map(
    (refusal) => basename(folder) + refusal.split(basename(folder))[1],
  );
  for (const beginning of marked)
    expect(told.filter((sentence) => sentence.startsWith(`${basename(folder)}/${beginning}`))).toHaveLength(
      1,
    );
  expect(told).toHaveLength(marked.length);
}

test("faults of options, filters, parts and names are reported in place", async () => {
  await expectMarked({
    "device.ts": `
import { device, powerSwitch, seconds, sensor } from "ringmote";
import { median } from "ringmote/filters.ts";
import { relay } from "ringmote/drivers/relay.ts";
import { sht3x } from "ringmote/drivers/sht3x.ts";

const air = sht3x("air", 80); // wrong: The part "air" has 0x50 for its address

export default device({
  name: "Living room", // wrong: The device name "Living room"
  status: {
    keepAlive: seconds(0.005), // wrong: The keep-alive of 5 ms
  },
  log: { level: "all" as "info" }, // wrong: The log has the level "all"
  sensors: [
    sensor(
      "humidity",
      air.humidity,
      {
        every: seconds(1),
        decimals: 7, // wrong: The sensor "humidity" has 7 decimals
        filters: [
          median(2), // wrong: The sensor "humidity" has a median of 2
        ],
      },
    ),
    sensor("status", air.temperature, { every: seconds(1) }), // wrong: The name "status" is the device's own topic
  ],
  actuators: [
    powerSwitch("heater", relay("heater"), {
      whenOffline: {
        state: "off",
        after: seconds(0.01), // wrong: The switch "heater" has whenOffline.after of 10 ms
      },
      notWith: "hater", // wrong: The switch "heater" names "hater" in notWith
    }),
  ],
});
`,
  });
});

test("a rule's fault is reported at its word", async () => {
  await expectMarked({
    "device.ts": `
import { device, powerSwitch, seconds, sensor, when } from "ringmote";
import { relay } from "ringmote/drivers/relay.ts";
import { sht3x } from "ringmote/drivers/sht3x.ts";

const warm = when("temperature")
  .below(19)
  .until(18) // wrong: The rule on "temperature" begins below 19 and ends at 18
  .for(seconds(-0.001)) // wrong: The rule on "temperature" must hold for -1 ms
  .keep("heater", "on");

export default device({
  name: "room",
  sensors: [sensor("temperature", sht3x("air").temperature, { every: seconds(1) })],
  actuators: [powerSwitch("heater", relay("heater"))],
  rules: [
    warm,
    when("temperature").above(5).set("heatre", "off"), // wrong: The rule on "temperature" acts on "heatre"
  ],
});
`,
  });
});

test("an actuator's fault is reported at its sensor or its rule", async () => {
  await expectMarked({
    "device.ts": `
import { device, powerSwitch, seconds, sensor } from "ringmote";
import { reed } from "ringmote/drivers/reed.ts";
import { relay } from "ringmote/drivers/relay.ts";

export default device({
  name: "cistern",
  sensors: [sensor("level", reed("float").state, { every: seconds(1), states: ["ok", "low"] })],
  actuators: [
    powerSwitch("return-pump", relay("pump"), {
      onlyWhile: {
        level: "full", // wrong: The switch "return-pump" waits in onlyWhile for "level" to say "full"
      },
      orWhile: [
        { level: "ok" },
        {
          level: "ok",
          leval: "ok", // wrong: The switch "return-pump" names "leval" in orWhile
        },
      ],
    }),
  ],
});
`,
  });
  await expectMarked({
    "device.ts": `
import { device, powerSwitch, seconds, sensor, when } from "ringmote";
import { reed } from "ringmote/drivers/reed.ts";
import { relay } from "ringmote/drivers/relay.ts";

export default device({
  name: "cistern",
  sensors: [sensor("level", reed("float").state, { every: seconds(1), states: ["ok", "low"] })],
  actuators: [
    powerSwitch("return-pump", relay("pump"), { onlyWhile: { level: "ok" } }),
    powerSwitch("lamp", relay("lamp")),
  ],
  rules: [
    when("level").is("ok").keep("return-pump", "on"),
    when("level")
      .is("low")
      .keep("return-pump", "on"), // wrong: The rule on "level" asks for "return-pump" just when it may not be so
    when("level").is("ok").set("lamp", "off"),
    when("level").is("ok").set("lamp", "on"), // wrong: The rule on "level" sets "lamp" to "on" at the moment when
  ],
});
`,
  });
});

test("a fault in a list or an option's part has its line", async () => {
  await expectMarked({
    "device.ts": `
import { device, lock, powerSwitch, seconds, selectInput, sensor, valueOnly } from "ringmote";
import { median } from "ringmote/filters.ts";
import { reed } from "ringmote/drivers/reed.ts";
import { relay } from "ringmote/drivers/relay.ts";

const smooth = median(3);

export default device({
  name: "hall",
  diagnostics: [
    "uptime",
    "uptme" as "uptime", // wrong: There is no diagnostic "uptme"
  ],
  sensors: [
    sensor("bolt", reed("bolt").state, { every: seconds(1), filters: [smooth] }),
    sensor("door", reed("door").state, {
      every: seconds(1),
      filters: [
        median(5),
        smooth, // wrong: The sensor "door" has a filter that "bolt" has too
      ],
    }),
  ],
  actuators: [
    powerSwitch("fan", relay("fan"), {
      notWith: [
        "pump",
        "pum", // wrong: The switch "fan" names "pum" in notWith
      ],
      confirmedBy: {
        within: seconds(5),
        sensor: "dor", // wrong: The switch "fan" is confirmed by "dor"
      },
    }),
    powerSwitch("pump", relay("pump"), {
      confirmedBy: {
        sensor: "door",
        within: seconds(0), // wrong: The switch "pump" is confirmed within 0 ms
      },
    }),
    powerSwitch("lamp", relay("lamp"), {
      confirmedBy: {
        sensor: "door",
        atRest: "ajar", // wrong: The switch "lamp" is at rest when "door" says "ajar"
      },
    }),
    lock("gate", relay("gate"), {
      positions: {
        locked: 0,
        unlocked: 7, // wrong: The lock "gate" has the position 7
      },
    }),
    selectInput("mode", valueOnly(), {
      options: [
        "day",
        "night",
        "day", // wrong: The select "mode" has the option "day" twice
      ],
    }),
  ],
});
`,
  });
  await expectMarked({
    "device.ts": `
import { device, seconds, sensor } from "ringmote";
import { reed } from "ringmote/drivers/reed.ts";

export default device({
  name: "hall",
  sensors: [
    sensor("door", reed("door").state, { every: seconds(1) }),
    "bolt" as never, // wrong: One of the device's sensors is "bolt"
  ],
});
`,
  });
});

test("a refusal by Home Assistant is reported at the thing's line", async () => {
  await expectMarked({
    "device.ts": `
import { device, homeAssistant, seconds, sensor } from "ringmote";
import { sht3x } from "ringmote/drivers/sht3x.ts";

const { temperature, humidity } = sht3x("air");

export default device({
  name: "room",
  sensors: [
    sensor("temperature", temperature, {
      every: seconds(1),
      unit: "C" as string, // wrong: The sensor "temperature" has the unit "C"
    }),
    sensor("humidity", humidity, { every: seconds(1) }),
  ],
  discovery: homeAssistant({
    prefix: "a b", // wrong: The discovery prefix "a b"
    entities: {
      humidity: {
        icon: "x", // wrong: The sensor "humidity" has the icon "x"
      },
    },
  }),
});
`,
  });
});

test("faults are reported where a value is made, of options at the call", async () => {
  await expectMarked({
    "probe.ts": MISTAKEN_DRIVER,
    "rooms.ts": `
import { seconds, sensor } from "ringmote";
import type { SensorOptions } from "ringmote/options.ts";
import { probe } from "./probe.ts";

const slow: SensorOptions = { every: seconds(0.001) };

export function slowly(name: string) {
  return sensor(name, probe(name).level, slow); // wrong: The sensor "attic" is sampled every 1 ms
}
`,
    "device.ts": `
import { device } from "ringmote";
import { slowly } from "./rooms.ts";

export default device({ name: "room", sensors: [slowly("attic")] });
`,
  });
});

test("a device made without ringmote is reported at the module's export", async () => {
  await expectMarked({
    "device.ts": `
export default { name: "Room", settings: "local" }; // wrong: The option settings is "local"
`,
  });
});

test("a fault of a derived quantity is reported at its derive", async () => {
  await expectMarked({
    "device.ts": `
import { derive, device, seconds, sensor } from "ringmote";
import { sht3x } from "ringmote/drivers/sht3x.ts";

const air = sht3x("air");
const difference = (one: number, other: number): number => one - other;
const nothing = derive([], difference); // wrong: A derived quantity has 0 sources
const alone = derive([air.humidity], difference); // wrong: The function of a derived quantity takes 2 numbers

export default device({
  name: "room",
  sensors: [
    sensor("nothing", nothing, { every: seconds(1) }),
    sensor("alone", alone, { every: seconds(1) }),
  ],
});
`,
  });
});

test("a part among the sources of derive is reported at the call", async () => {
  await expectMarked({
    "device.ts": `
import { derive, device, seconds, sensor } from "ringmote";
import { sht3x } from "ringmote/drivers/sht3x.ts";

const air = sht3x("air");
const whole = derive([air as never], (one) => one); // wrong: Source 1 of a derived quantity is a record

export default device({ name: "room", sensors: [sensor("own", whole, { every: seconds(1) })] });
`,
  });
});
