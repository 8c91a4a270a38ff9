// A refused command is answered at its actuator's own problem topic, to whoever listens then.
import { expect, test } from "vitest";
import { seconds } from "../../../../src/bytes/milliseconds.ts";
import type { ActuatorDeclaration } from "../../../../src/device/declare/actuators/declaration.ts";
import { light } from "../../../../src/device/declare/actuators/light.ts";
import { powerSwitch } from "../../../../src/device/declare/actuators/switch.ts";
import { notedPart, type Probe, probeSensor, startActing } from "../../acting-device.ts";

const COMMANDS = "the commands are on and off";

/** Starts the device, and hears what its actuators are answered. */
function started(actuators: ActuatorDeclaration[], probe: Probe = { tenths: 0 }) {
  const run = startActing({ sensors: [probeSensor(probe, "level", { decimals: 0 })], actuators });
  run.said();
  return { ...run, answers: () => run.said().filter((line) => /^[^=]+\/problem=/.test(line)) };
}

test("two wrong commands at once are answered separately", () => {
  const run = started([powerSwitch("fan", notedPart()), powerSwitch("pump", notedPart())]);
  run.command("fan", "onn");
  expect(run.answers()).toEqual([`fan/problem=not understood: "onn"; ${COMMANDS}`]);
  run.send("pump", "of");
  run.send("pump", "stop");
  run.pass(100);
  expect(run.answers()).toEqual([
    `pump/problem=not understood: "of"; ${COMMANDS}`,
    `pump/problem=not understood: "stop"; ${COMMANDS}`,
  ]);
});

test("the next valid command clears the problem with one answer", () => {
  const run = started([powerSwitch("fan", notedPart())]);
  run.command("fan", "on");
  expect(run.answers()).toEqual([]);
  run.command("fan", "onn");
  run.said();
  run.command("fan", "off");
  expect(run.answers()).toEqual(["fan/problem=none"]);
  run.command("fan", "on");
  expect(run.answers()).toEqual([]);
});

test("refusals are not retained; the problem topic holds the current one", () => {
  const run = started([powerSwitch("fan", notedPart())]);
  run.command("fan", "onn");
  const heard = run.broker.received.filter(({ topic }) => topic.endsWith("/problem"));
  expect(heard.slice(-2).map(({ topic, retain }) => [topic.split("/").slice(2).join("/"), retain])).toEqual([
    ["fan/problem", false],
    ["problem", true],
  ]);
});

test("a forbidden command is answered, and a permitted one clears the problem", () => {
  const probe: Probe = { tenths: 0 };
  const run = started([powerSwitch("pump", notedPart(), { onlyWhile: { level: 1 } })], probe);
  run.pass(seconds(2));
  run.command("pump", "on");
  expect(run.said().filter((line) => line.includes("problem"))).toEqual([
    "pump/problem=it may be on only while level is 1",
    "problem=pump: it may be on only while level is 1",
  ]);
  probe.tenths = 10;
  run.pass(seconds(2));
  expect(run.saidOf("problem")).toEqual(["none"]);
  run.command("pump", "on");
  expect(run.answers()).toEqual(["pump/problem=none"]);
});

test("an invalid brightness is answered at its light", () => {
  const run = started([light("lamp", notedPart(255))]);
  run.command("lamp/brightness", "300");
  expect(run.answers()).toEqual([expect.stringMatching(/^lamp\/problem=not understood: "300"; /)]);
});
