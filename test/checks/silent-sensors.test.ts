// A rule that keeps an actuator at rest by a sensor that may fall silent: the build warns, and names the
// onlyWhile that holds.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { seconds } from "../../src/bytes/milliseconds.ts";
import { silentSensorWarnings } from "../../src/checks/silent-sensors.ts";
import { lock } from "../../src/device/declare/actuators/lock.ts";
import { numberInput } from "../../src/device/declare/actuators/number-input.ts";
import { powerSwitch } from "../../src/device/declare/actuators/switch.ts";
import { device } from "../../src/device/declare/device.ts";
import { follow } from "../../src/device/declare/rules/follow.ts";
import { when } from "../../src/device/declare/rules/when.ts";
import { sensor } from "../../src/device/declare/sensor.ts";
import { valueOnly } from "../../src/device/run/actuators/parts-without-hardware.ts";
import type { Rule } from "../../src/device/run/rules/rule.ts";
import { ds18b20 } from "../../src/drivers/ds18b20.ts";
import { reed } from "../../src/drivers/reed.ts";
import { relay } from "../../src/drivers/relay.ts";
import { buildImage } from "../../tools/image/build.ts";

const every = seconds(30);

function warnings(rule: Rule): string[] {
  return silentSensorWarnings(
    device({
      name: "boiler",
      sensors: [
        sensor("flow", ds18b20("flow").temperature, { unit: "°C", decimals: 1, every }),
        sensor("room", ds18b20("room").temperature, { unit: "°C", decimals: 1, every }),
        sensor("window", reed("window").state, { states: ["closed", "open"], every }),
      ],
      actuators: [
        powerSwitch("heater", relay("heater")),
        powerSwitch("pump", relay("pump"), { onlyWhile: { flow: { below: 70 } } }),
        powerSwitch("fan", relay("fan"), {
          onlyWhile: { flow: { below: 70 } },
          orWhile: [{ window: "open" }],
        }),
        lock("door", relay("door")),
        numberInput("most", valueOnly(), { min: 0, max: 90 }),
      ],
      rules: [rule],
    }),
  );
}

test.each<[Rule, string]>([
  [
    when("flow").above(70).keep("heater", "off"),
    'The rule on "flow" keeps "heater" at "off" only as long as there are readings: when the sensor falls silent, it goes to "on"; where that does harm, give "heater" onlyWhile: { flow: { below: 70 } }, which needs a reading.',
  ],
  [when("flow").below(5).keep("heater", "off", seconds(60)), "onlyWhile: { flow: { above: 5 } }"],
  [when("flow").above("most").keep("heater", "off"), "onlyWhile: { flow: { below: ... } }"],
  [when("room").above(30).keep("pump", "off"), "onlyWhile: { room: { below: 30 } }"],
  [when("flow").above(70).keep("fan", "off"), "onlyWhile: { flow: { below: 70 } }"],
  [when("room").below(5).keep("door", "locked"), 'it goes to "unlocked"'],
])("a rule that keeps an actuator at rest brings a warning", (rule, sentence) => {
  expect(warnings(rule)).toEqual([expect.stringContaining(sentence)]);
});

test.each<[string, Rule]>([
  ["keeps it on", when("flow").below(70).keep("heater", "on")],
  ["sets it once", when("flow").above(70).set("heater", "off")],
  ["looks at a contact, which always has a level,", when("window").is("open").keep("heater", "off")],
  ["has an onlyWhile beside it", when("flow").above(60).keep("pump", "off")],
])("a rule that %s brings no warning", (_, rule) => {
  expect(warnings(rule)).toEqual([]);
});

test("a curve without a value for silence brings a warning", () => {
  const curve = [
    [20, 0],
    [30, 100],
  ] as const;
  const numbers = { min: 0, max: 100 };
  const sensors = [
    sensor("flow", ds18b20("flow").temperature, { unit: "°C", decimals: 1, every }),
    sensor("window", reed("window").state, { every }),
  ];
  const actuators = ["fan", "pump", "shade"].map((name) => numberInput(name, valueOnly(), numbers));
  const follows = [
    follow("fan", "flow", curve),
    follow("pump", "flow", curve, { whenSilent: 100 }),
    follow("shade", "window", curve),
  ];
  expect(silentSensorWarnings(device({ name: "boiler", sensors, actuators, follows }))).toEqual([
    '"fan" follows "flow", and stays as it is when the sensor falls silent; where that does harm, give the curve { whenSilent: ... }.',
  ]);
});

test("the build warns of a rule on a silent sensor", async () => {
  const folder = mkdtempSync(join(tmpdir(), "ringmote-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(
    join(folder, "device.ts"),
    `import { device, powerSwitch, seconds, sensor, when } from "ringmote";
import { ds18b20 } from "ringmote/drivers/ds18b20.ts";
import { relay } from "ringmote/drivers/relay.ts";
export default device({
  name: "boiler",
  sensors: [sensor("flow", ds18b20("flow").temperature, { unit: "°C", every: seconds(30) })],
  actuators: [powerSwitch("heater", relay("heater"))],
  rules: [when("flow").above(70).keep("heater", "off")],
});
`,
  );
  writeFileSync(
    join(folder, "wiring.ts"),
    `import { wire } from "ringmote/boards/board.ts";
import board from "ringmote/boards/esp8266-espruino.ts";
export default { "esp8266-espruino": wire(board, { flow: "D4", heater: "D14" }) };
`,
  );
  const image = await buildImage({ firmware: folder, board: "esp8266-espruino" });
  expect(image.warnings).toEqual([expect.stringContaining('The rule on "flow" keeps "heater" at "off"')]);
});
