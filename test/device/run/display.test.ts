// Displays while the device runs: values as they are published, rows that change, and
// a part that comes and goes.
import { expect, test } from "vitest";
import { seconds } from "../../../src/bytes/milliseconds.ts";
import { numberInput } from "../../../src/device/declare/actuators/number-input.ts";
import { selectInput } from "../../../src/device/declare/actuators/select-input.ts";
import { powerSwitch } from "../../../src/device/declare/actuators/switch.ts";
import { device } from "../../../src/device/declare/device.ts";
import { display } from "../../../src/device/declare/display.ts";
import { sensor } from "../../../src/device/declare/sensor.ts";
import { valueOnly } from "../../../src/device/run/actuators/parts-without-hardware.ts";
import { reed } from "../../../src/drivers/reed.ts";
import { relay } from "../../../src/drivers/relay.ts";
import { sht3x } from "../../../src/drivers/sht3x.ts";
import { ssd1306 } from "../../../src/drivers/ssd1306.ts";
import { startParts } from "../parts-in-world.ts";

function started() {
  const air = sht3x("air");
  return startParts(
    device({
      name: "room",
      sensors: [
        sensor("temperature", air.temperature, { decimals: 1, every: seconds(5), timeout: seconds(20) }),
        sensor("damp", air.humidity, { every: seconds(5), timeout: seconds(20) }),
        sensor("door", reed("door").state, { every: seconds(5), states: ["shut", "öffen"] }),
      ],
      actuators: [
        powerSwitch("pump", relay("pump")),
        numberInput("target", valueOnly(), { min: -10, max: 30, step: 0.5, initial: 21 }),
        selectInput("mode", valueOnly(), { options: ["eco", "away"] }),
      ],
      displays: [
        display(ssd1306("panel"), [
          "Room {temperature} °C",
          "{damp}% to {target}",
          "",
          "Pump {pump}, {mode}",
          "Door {door}",
        ]),
      ],
    }),
  );
}

const FIRST = ["Room 20.0 °C", "50% to 21.0", "", "Pump off, eco", "Door shut", "", "", ""];

test("a display shows published values within two seconds", () => {
  const { pass, display } = started();
  pass(900);
  expect(display("panel").text()).toEqual([]);
  pass(1100);
  expect(display("panel").text()).toEqual(FIRST);
  expect(display("panel").misuses()).toEqual([]);
});

test("a display writes only changed rows", () => {
  const { pass, display, place } = started();
  pass(10_000);
  const { writtenRows } = display("panel");
  expect(writtenRows()).toBe(8);
  place("air").celsius = -3.46;
  pass(6_000);
  expect(display("panel").text()[0]).toBe("Room -3.5 °C");
  expect(writtenRows()).toBe(9);
  pass(60_000);
  expect(writtenRows()).toBe(9);
});

test("a display writes one row per turn", () => {
  const { pass, display } = started();
  pass(1_000);
  const counts = Array.from({ length: 8 }, () => {
    const count = display("panel").writtenRows();
    pass(20);
    return count;
  });
  expect(counts).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
});

test("a display shows set values, also without the broker", () => {
  const { pass, display, tell } = started();
  pass(5_000);
  tell("pump/set", "on");
  tell("target/set", "19.5");
  tell("mode/set", "away");
  pass(1_200);
  expect(display("panel").text().slice(0, 4)).toEqual(["Room 20.0 °C", "50% to 19.5", "", "Pump on, away"]);
});

test("a display shows -- for a missing value, not a failed sample", () => {
  const { pass, display, place } = started();
  place("air").answers = false;
  pass(2_000);
  expect(display("panel").text().slice(0, 2)).toEqual(["Room -- °C", "--% to 21.0"]);
  place("air").answers = true;
  pass(6_000);
  expect(display("panel").text()[0]).toBe("Room 20.0 °C");
  place("air").answers = false;
  pass(10_000);
  expect(display("panel").text()[0]).toBe("Room 20.0 °C");
  pass(12_000);
  expect(display("panel").text()[0]).toBe("Room -- °C");
  place("air").answers = true;
  pass(6_000);
  expect(display("panel").text()[0]).toBe("Room 20.0 °C");
});

test.each(["absent", "unpowered"] as const)("a display that is %s is a problem until it returns", (fault) => {
  const { pass, display, place, problem, said } = started();
  pass(5_000);
  expect(problem()).toBe("none");
  display("panel").fault = fault;
  pass(2_000);
  expect(problem()).toBe("panel: no answer");
  said();
  place("air").celsius = 25;
  pass(10_000);
  expect(said()).toContain("temperature=25.0");
  display("panel").fault = "none";
  pass(2_000);
  expect(problem()).toBe("none");
  expect(display("panel").text()).toEqual(["Room 25.0 °C", ...FIRST.slice(1)]);
});

test("a display that accepts commands but no rows is a problem", () => {
  const { pass, display, problem } = started();
  display("panel").fault = "commands-only";
  pass(10_000);
  expect([problem(), display("panel").text()]).toEqual(["panel: no answer", []]);
  display("panel").fault = "none";
  pass(3_000);
  expect([problem(), display("panel").text()]).toEqual(["none", FIRST]);
});

test("a device starts without its display and fills it later", () => {
  const { pass, display, problem } = started();
  display("panel").fault = "unpowered";
  pass(20_000);
  expect(problem()).toBe("panel: no answer");
  display("panel").fault = "none";
  pass(2_000);
  expect(display("panel").text()).toEqual(FIRST);
});

test("a display that briefly lost power is rewritten without a problem", () => {
  const { pass, display, problem, broker } = started();
  pass(5_000);
  const before = broker.received.length;
  display("panel").losePower();
  expect(display("panel").text()).toEqual([]);
  pass(1_300);
  expect(display("panel").text()).toEqual(FIRST);
  expect(problem()).toBe("none");
  expect(broker.received.slice(before).filter(({ topic }) => topic.endsWith("/problem"))).toEqual([]);
});

test("a display continues in the middle of an unanswered row", () => {
  const { pass, display } = started();
  pass(1_030);
  display("panel").fault = "absent";
  pass(40);
  display("panel").fault = "none";
  pass(1_500);
  expect(display("panel").text()).toEqual(FIRST);
});
