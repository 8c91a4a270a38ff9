// Problems of a device, at its problem topic: all of them at once, the most important first, in bounded room.
import { describe, expect, test } from "vitest";
import { minutes, seconds } from "../../../src/bytes/milliseconds.ts";
import type { ActuatorDeclaration } from "../../../src/device/declare/actuators/declaration.ts";
import { selectInput } from "../../../src/device/declare/actuators/select-input.ts";
import { powerSwitch } from "../../../src/device/declare/actuators/switch.ts";
import type { DeviceDeclaration } from "../../../src/device/declare/device.ts";
import { valueOnly } from "../../../src/device/run/actuators/parts-without-hardware.ts";
import { NEXT_PROBLEM } from "../../../src/device/run/health.ts";
import { notedPart, type Probe, probeSensor, startActing } from "../acting-device.ts";

const MOST_BYTES = 240;

/** Starts a device, whose problem topic is read as a list, and whose console is kept. */
function started(declaration: Partial<DeviceDeclaration>) {
  const lines: string[] = [];
  const run = startActing(declaration, { log: (line) => lines.push(line) });
  run.said();
  const text = () => run.saidOf("problem").at(-1) ?? "";
  return { ...run, lines, text, standing: () => text().split(NEXT_PROBLEM) };
}

const wrong = (name: string, came: string) =>
  `${name}: not understood: "${came}"; the commands are on and off`;

test("a refused command hides no other refusal and no deferred command", () => {
  const run = started({
    actuators: [
      powerSwitch("fan", notedPart()),
      powerSwitch("pump", notedPart(), { minimumOff: seconds(30) }),
    ],
  });
  run.command("fan", "onn");
  run.command("pump", "on");
  run.command("pump", "of");
  expect(run.standing()).toEqual([
    wrong("fan", "onn"),
    wrong("pump", "of"),
    "pump: it waits for its minimum time",
  ]);
  run.command("pump", "stop");
  expect(run.standing()[1]).toBe(wrong("pump", "stop"));
  run.command("fan", "off");
  expect(run.standing()).toEqual([wrong("pump", "stop"), "pump: it waits for its minimum time"]);
  run.pass(seconds(31));
  expect(run.text()).toBe(wrong("pump", "stop"));
  run.command("pump", "off");
  expect(run.text()).toBe("none");
});

test("problems are ordered by importance", () => {
  const probe: Probe = { tenths: 0 };
  const run = started({
    settings: "remote",
    sensors: [probeSensor(probe, "level", { timeout: minutes(5) })],
    actuators: [
      powerSwitch("fan", notedPart(), { minimumOff: minutes(5) }),
      powerSwitch("pump", notedPart(), { onlyWhile: { level: 1 } }),
      powerSwitch("gate", notedPart(), {
        confirmedBy: { sensor: "level", atRest: 0, within: seconds(5) },
      }),
    ],
  });
  run.command("settings", "port=x");
  run.command("fan", "on");
  run.command("gate", "on");
  run.command("gate", "onn");
  run.command("pump", "on");
  run.pass(seconds(7));
  probe.tenths = undefined;
  run.pass(seconds(2));
  expect(run.standing()).toEqual([
    "pump: it may be on only while level is 1.0",
    "gate: it did not do what it was told",
    "probe: no answer",
    "fan: it waits for its minimum time",
    wrong("gate", "onn"),
    expect.stringMatching(/^settings were refused: port is /),
  ]);
});

describe("more problems than fit", () => {
  const names = Array.from({ length: 12 }, (_, i) => `relay-${i + 1}`);
  const crowd = (): ActuatorDeclaration[] => names.map((name) => powerSwitch(name, notedPart()));

  test("the problem text counts omitted problems, each printed on the console", () => {
    const run = started({ actuators: crowd() });
    for (const name of names) run.command(name, "x");
    run.lines.length = 0;
    run.command("relay-12", "y");
    const standing = run.standing();
    const told = standing.slice(0, -1);
    expect(told).toEqual(names.slice(0, told.length).map((name) => wrong(name, "x")));
    expect(standing.at(-1)).toBe(`and ${names.length - told.length} more`);
    const bytes = told.join(NEXT_PROBLEM).length;
    expect(bytes).toBeLessThanOrEqual(MOST_BYTES);
    expect(bytes + NEXT_PROBLEM.length + told[0].length).toBeGreaterThan(MOST_BYTES);
    expect(run.lines).toEqual(
      names.map((name) => `problem: ${wrong(name, name === "relay-12" ? "y" : "x")}`),
    );
  });

  test("an ended problem's room goes to the next problem", () => {
    const run = started({ actuators: crowd() });
    for (const name of names) run.command(name, "x");
    run.said();
    for (const name of names.slice(0, -1)) run.command(name, "off");
    expect(run.text()).toBe(wrong("relay-12", "x"));
    run.command("relay-12", "off");
    expect(run.text()).toBe("none");
  });

  test("refused settings are always reported", () => {
    const run = started({ actuators: crowd(), settings: "remote" });
    for (const name of names) run.command(name, "x");
    run.command("settings", "port=x");
    expect(run.standing().slice(-2)).toEqual([
      expect.stringMatching(/^settings were refused: port is /),
      expect.stringMatching(/^and \d+ more$/),
    ]);
  });
});

test("a single long problem is published whole", () => {
  const options = Array.from({ length: 30 }, (_, i) => `scene ${i}`);
  const run = started({ actuators: [selectInput("mode", valueOnly(), { options })] });
  run.command("mode", "x");
  const problem = `mode: not understood: "x"; the options are ${options.join(", ")}`;
  expect(run.text()).toBe(problem);
  expect(problem.length).toBeGreaterThan(MOST_BYTES);
});
