// A light with a colour: what commands do to it, what it says and keeps, and what its part shows.
import { expect, test } from "vitest";
import { colorLight, type LightOptions } from "../../../../src/device/declare/actuators/light.ts";
import type { DeviceDeclaration } from "../../../../src/device/declare/device.ts";
import { when } from "../../../../src/device/declare/rules/when.ts";
import { seconds } from "../../../../src/index.ts";
import { notedPart, probeSensor, type Surroundings, startActing } from "../../acting-device.ts";

const MOST = 0xffffff;

function started(
  options: LightOptions = {},
  around: Surroundings = {},
  more: Partial<DeviceDeclaration> = {},
) {
  const part = { ...notedPart(MOST), most: MOST } as const;
  const run = startActing({ actuators: [colorLight("strip", part, options)], ...more }, around);
  return { ...run, driven: part.driven };
}

test("a colour light starts white, and publishes state, brightness and colour", () => {
  const run = started();
  expect(run.said().slice(0, 3)).toEqual(["strip=off", "strip/brightness=255", "strip/color=255,255,255"]);
  run.command("strip", "on");
  expect(run.driven).toEqual([0, 0xffffff]);
});

test.each([[{}], [{ ramp: seconds(1) }]])(
  "a dim colour from Home Assistant never exceeds its brightness, with %j",
  (options) => {
    const run = started(options);
    run.command("strip/color", "255,0,0");
    run.command("strip/brightness", "3");
    run.command("strip", "on");
    run.pass(seconds(2));
    expect(run.driven.at(-1)).toBe(0x030000);
    expect(Math.max(...run.driven)).toBe(0x030000);
  },
);

test("a colour set while off is published, stored and shown later", () => {
  const run = started();
  run.said();
  run.command("strip/color", "255,128,0");
  expect(run.said()).toEqual(["strip=off", "strip/brightness=255", "strip/color=255,128,0"]);
  run.pass(seconds(1));
  run.command("strip", "on");
  expect(run.driven).toEqual([0, 0xff8000]);
});

test("a valid colour while off clears the problem of an invalid one", () => {
  const run = started();
  run.command("strip/color", "red");
  expect(run.saidOf("strip/problem")).toEqual([expect.stringContaining("not understood")]);
  run.command("strip/color", "255,0,0");
  expect(run.said().slice(-2)).toEqual(["strip/problem=none", "problem=none"]);
  expect(run.driven).toEqual([0]);
});

test("a light's brightness darkens its colour", () => {
  const run = started();
  run.command("strip/color", "255,128,0");
  run.pass(seconds(1));
  run.said();
  run.command("strip", "on");
  expect(run.said()).toEqual(["strip=on", "strip/brightness=255", "strip/color=255,128,0"]);
  run.command("strip/brightness", "128");
  expect(run.said()).toEqual(["strip=on", "strip/brightness=128", "strip/color=255,128,0"]);
  run.command("strip/color", "0,0,255");
  run.command("strip", "off");
  run.command("strip", "on");
  expect(run.driven).toEqual([0, 0xff8000, 0x804000, 0x000080, 0, 0x000080]);
});

test("black switches the light off, and on restores its earlier colour", () => {
  const run = started();
  run.command("strip/color", "10,20,30");
  run.command("strip", "on");
  run.said();
  run.command("strip/color", "0,0,0");
  expect(run.said()).toEqual(["strip=off", "strip/brightness=255", "strip/color=10,20,30"]);
  run.command("strip", "on");
  expect(run.driven).toEqual([0, 0x0a141e, 0, 0x0a141e]);
});

test("a repeated colour is acknowledged without driving the part", () => {
  const run = started();
  run.command("strip/color", "10,20,30");
  run.command("strip", "on");
  run.said();
  run.command("strip/color", "10,20,30");
  expect(run.saidOf("strip/color")).toEqual(["10,20,30"]);
  expect(run.driven).toEqual([0, 0x0a141e]);
});

test.each(["", "red", "#ff0000", "256,0,0", "1,2", "1,2,3,4", " 1,2,3", "1,2,3 ", "-1,0,0", "9".repeat(20)])(
  "a light refuses the colour %j and names what is allowed",
  (payload) => {
    const run = started();
    run.said();
    run.command("strip/color", payload);
    expect(run.saidOf("problem")).toEqual([
      `strip: not understood: "${payload}"; the commands are on and off, the brightness is 0 to 255, the colour red,green,blue, each 0 to 255`,
    ]);
    expect(run.driven).toEqual([0]);
  },
);

test("a light obeys a retained colour only if its declaration allows it", () => {
  const run = started();
  run.command("strip/color", "1,2,3", true);
  run.command("strip", "on");
  expect(run.driven).toEqual([0, MOST]);
  const obedient = started({ retainedCommands: true });
  obedient.command("strip/color", "1,2,3", true);
  obedient.command("strip", "on");
  expect(obedient.driven).toEqual([0, 0x010203]);
});

test.each([
  ["last", "power", [0x804000]],
  ["keep", "software", [0x804000]],
  ["keep", "power", [0]],
] as const)("a light with %s starts after %s as %j", (atStart, resetReason, driven) => {
  const storage = new Map<string, string>();
  const before = started({ atStart }, { storage });
  before.command("strip/color", "255,128,0");
  before.command("strip/brightness", "128");
  before.pass(seconds(11));
  before.running.kill();
  expect(storage.get("states")).toBe("\nstrip=128\nstrip/color=16744448\n");
  expect(started({ atStart }, { storage, resetReason }).driven).toEqual(driven);
});

test("a new colour is stored though nothing else has changed", () => {
  const storage = new Map<string, string>();
  const before = started({ atStart: "last" }, { storage });
  before.command("strip", "on");
  before.pass(seconds(11));
  before.command("strip/color", "0,0,9");
  before.pass(seconds(11));
  before.running.kill();
  expect(started({ atStart: "last" }, { storage }).driven).toEqual([9]);
});

test.each(["0", "16777216", "-1", "99999999999", "x", ""])(
  "a light starts white with the stored colour %j",
  (kept) => {
    const storage = new Map([["states", `\nstrip=255\nstrip/color=${kept}\n`]]);
    expect(started({ atStart: "last" }, { storage }).driven).toEqual([0xffffff]);
  },
);

test("a deferred colour shows when the light may turn on", () => {
  const run = started({ minimumOff: seconds(5) });
  run.command("strip", "on");
  run.command("strip/color", "0,255,0");
  expect(run.driven).toEqual([0]);
  expect(run.saidOf("problem").at(-1)).toBe("strip: it waits for its minimum time");
  run.pass(seconds(6));
  expect(run.driven).toEqual([0, 0x00ff00]);
});

test.each([
  ["color", "0,255,0", 0x002800],
  ["on", "on", 0x282828],
])("a deferred brightness survives when %s arrives", (topic, payload, shown) => {
  const run = started({ minimumOff: seconds(5) });
  run.command("strip/brightness", "40");
  run.command(topic === "on" ? "strip" : "strip/color", payload);
  run.pass(seconds(6));
  expect(run.driven).toEqual([0, shown]);
});

test("a colour does not switch a forbidden light on", () => {
  const run = started(
    { onlyWhile: { air: { above: 30 } } },
    {},
    { sensors: [probeSensor({ tenths: 200 }, "air")] },
  );
  run.pass(seconds(2));
  run.command("strip/color", "0,255,0");
  run.command("strip", "on");
  expect(run.driven).toEqual([0]);
  expect(run.saidOf("strip/problem").at(-1)).toBe("it may be on only while air is above 30.0");
});

test("a rule switches and dims a light and keeps its colour", () => {
  const probe = { tenths: 0 };
  const run = started(
    {},
    {},
    {
      sensors: [probeSensor(probe, "air")],
      rules: [
        when("air").above(10).set("strip", "on"),
        when("air").above(20).set("strip", 51),
        when("air").above(30).set("strip", "off"),
      ],
    },
  );
  run.command("strip/color", "255,0,0");
  run.command("strip", "on");
  run.command("strip", "off");
  for (const tenths of [150, 250, 350]) {
    probe.tenths = tenths;
    run.pass(seconds(2));
  }
  expect(run.driven).toEqual([0, 0xff0000, 0, 0xff0000, 0x330000, 0]);
});

test("a part without a colour is a type error", () => {
  // @ts-expect-error: it takes 0 to 255.
  expect(colorLight("strip", notedPart(255)).mostValue).toBe(255);
});
