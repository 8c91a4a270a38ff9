// Faults of displays, in one sentence.
import { expect, test } from "vitest";
import { declarationFaults } from "../../src/checks/declaration-faults.ts";
import { sentencesOf } from "../../src/checks/fault.ts";
import { button } from "../../src/device/declare/actuators/button.ts";
import { powerSwitch } from "../../src/device/declare/actuators/switch.ts";
import { type DeviceDeclaration, device } from "../../src/device/declare/device.ts";
import { display } from "../../src/device/declare/display.ts";
import type { Display } from "../../src/device/run/display.ts";
import { relay } from "../../src/drivers/relay.ts";
import { ssd1306 } from "../../src/drivers/ssd1306.ts";
import { probeSensor } from "../device/acting-device.ts";

const oled = ssd1306("panel");

function faults(...displays: unknown[]): string[] {
  return sentencesOf(
    declarationFaults(
      device({
        name: "room",
        sensors: [probeSensor({ tenths: 0 }, "temperature")],
        actuators: [powerSwitch("pump", relay("pump")), button("bell", relay("bell"))],
        displays: displays as Display<never>[],
        diagnostics: ["signal"],
      }),
    ),
  );
}

/** As a text that TypeScript does not know. */
const lines = (...all: string[]) => all;

test("a display of sensors, actuators and diagnostics has no fault", () => {
  expect(faults(display(oled, ["{temperature} °C {pump}", "±²³´µ", "", "{signal}dBm"]))).toEqual([]);
  const other = ssd1306("panel", 4, 0x3d);
  expect(faults(display(oled, ["{pump}"]), display(other, ["{pump}"]))).toEqual([]);
});

test.each([
  [lines(), 'has no lines; it shows 1 to 8, as ["{temperature} °C"].'],
  [lines(..."123456789"), "has 9 lines; 8 fit."],
  [
    lines("{temprature} °C"),
    'shows "temprature": there is no such sensor or actuator; did you mean "temperature"? Known are: temperature, signal, pump, bell.',
  ],
  [lines("{}"), 'shows "": there is no such sensor or actuator. Known are: temperature, signal, pump, bell.'],
  [lines("Bell {bell}"), 'shows "bell", a button, which has no state; leave it out.'],
  [
    lines("Pump {pump"),
    'has the line "Pump {pump" with a "{" of its own; braces stand around names, as in "{temperature} °C".',
  ],
  [
    lines("Pump pump}"),
    'has the line "Pump pump}" with a "}" of its own; braces stand around names, as in "{temperature} °C".',
  ],
  [lines("Küche"), 'has the line "Küche", and no "ü"; it has ASCII and ° ± ² ³ ´ µ.'],
  [lines("a\tb"), 'has the line "a\tb", and no "\\t"; it has ASCII and ° ± ² ³ ´ µ.'],
  [
    lines("1234567890123456789012"),
    'has the line "1234567890123456789012" of 22 characters or more; 21 fit in one.',
  ],
  [lines("Pump and fan {pump}: {pump}°"), undefined],
  [lines("Temperatures {pump} and {pump}"), undefined],
  [
    lines("Temperature of room {temperature} °"),
    'has the line "Temperature of room {temperature} °" of 23 characters or more; 21 fit in one.',
  ],
])("the display lines %j count as different", (lines, sentence) => {
  expect(faults(display(oled, lines))).toEqual(
    sentence === undefined ? [] : [`The display "panel" ${sentence}`],
  );
});

test("a part that is declared twice is refused", () => {
  const twice =
    'The display "panel" is declared twice; join the lines in one list, or give each part an address of its own.';
  expect(faults(display(oled, ["{pump}"]), display(oled, ["{pump}"]))).toEqual([twice]);
  expect(faults(display(oled, ["{pump}"]), display(ssd1306("panel"), ["{pump}"]))).toEqual([twice]);
});

test.each([
  [relay("pump"), 'A display has the part "pump", which shows no text'],
  [undefined, "A display has no part"],
])("%o shows no text", (part, sentence) => {
  expect(faults(display(part as never, ["{pump}"]))).toEqual([
    `${sentence}; make one, as in display(ssd1306("panel"), [...]).`,
  ]);
});

test("a display that display() did not make is refused", () => {
  const declaration = { name: "room", displays: [oled] } as unknown as DeviceDeclaration;
  expect(sentencesOf(declarationFaults(declaration))).toEqual([
    expect.stringMatching(/^One of the device's displays is .*; each is made as display\(oled/),
  ]);
});
