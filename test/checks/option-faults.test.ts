// Declarations that no compiler has seen are refused in a sentence, and never bring down
// the code that looks at them.
import { expect, test } from "vitest";
import { declarationFaults } from "../../src/checks/declaration-faults.ts";
import { sentencesOf } from "../../src/checks/fault.ts";
import { powerSwitch } from "../../src/device/declare/actuators/switch.ts";
import { type DeviceDeclaration, device } from "../../src/device/declare/device.ts";
import { homeAssistant } from "../../src/device/declare/home-assistant.ts";
import { sensor } from "../../src/device/declare/sensor.ts";
import { median } from "../../src/device/run/filters/median.ts";
import { pwmLight } from "../../src/drivers/pwm-light.ts";
import { relay } from "../../src/drivers/relay.ts";
import { rotaryEncoder } from "../../src/drivers/rotary-encoder.ts";
import { sht3x } from "../../src/drivers/sht3x.ts";
import { light, when } from "../../src/index.ts";

const air = sht3x("air");
const measuring = (options: object) => ({
  sensors: [sensor("t", air.temperature, { every: 1000, ...options } as never)],
});
const acting = (options: object) => ({ actuators: [powerSwitch("r", relay("r"), options as never)] });

test.each<[string, unknown]>([
  ["The device is undefined; it is what device({ ... }) gives, with a name.", undefined],
  ["The device is 5; it is what device({ ... }) gives, with a name.", 5],
  ['The device has no name; it is made of lower-case letters, digits and "-".', {}],
  ['The device name is 5; it is made of lower-case letters, digits and "-", as text.', { name: 5 }],
  [`The device name "${"a".repeat(60)}…" has 300 characters; it has 64 at most.`, { name: "a".repeat(300) }],
  ['There is no option "nam" among the options of the device; did you mean "name"?', { nam: "x" }],
  ["The option sensors is a record; it is a list, as [a, b].", { name: "x", sensors: {} }],
  ["One of the device's sensors is null; each is made as sensor(", { name: "x", sensors: [null] }],
  ["One of the device's sensors is a record; each is made as sensor(", { name: "x", sensors: [relay("r")] }],
  ['One of the device\'s actuators is "r"; each is made as powerSwitch(', { name: "x", actuators: ["r"] }],
  [
    "One of the device's rules is a record; each is made as when(",
    { name: "x", rules: [when("t").below(5)] },
  ],
  [
    "The option discovery is a function; it is what homeAssistant() gives.",
    { name: "x", discovery: homeAssistant },
  ],
  ['among the options of homeAssistant; did you mean "area"?', { name: "x", discovery: { aria: "x" } }],
  [
    'among the options of the entity "t"; did you mean "icon"?',
    { name: "x", discovery: { entities: { t: { ikon: "" } } } },
  ],
  [
    'write discovery: homeAssistant({ entities: { "t": { icon: "mdi:leaf" } } }).',
    { name: "x", ...measuring({ icon: "mdi:leaf" }) },
  ],
  ['There is no option "wifi" of a device: Wi-Fi, broker and secret are', { name: "x", wifi: {} }],
  ['"time" among the options of the device. Known are:', { name: "x", time: "ntp" }],
  ["ringmote has no rules by the date yet: docs/cannot-yet.md#dates", { name: "x", date: "ntp" }],
  ["a function of your own is for derive(", { name: "x", ...measuring({ filters: [() => 5] }) }],
  ["The option status is 60; it is a record", { name: "x", status: 60 }],
  ['among the options of the status; did you mean "keepAlive"?', { name: "x", status: { keepalive: 1 } }],
  ['The option log is "info"; it is a record', { name: "x", log: "info" }],
  ['The option diagnostics is "uptime"; it is a list of texts.', { name: "x", diagnostics: "uptime" }],
  [
    'among the options of the sensor "t"; did you mean "decimals"?',
    { name: "x", ...measuring({ decimal: 1 }) },
  ],
  [
    'The sensor "t" has no time after which it is read again; write every: seconds(30).',
    { name: "x", ...measuring({ every: undefined }) },
  ],
  ["The option unit is 5; it is text.", { name: "x", ...measuring({ unit: 5 }) }],
  [
    'The option turnedBy is "knob"; it is a knob, as rotaryEncoder("knob").',
    { name: "x", actuators: [light("r", pwmLight("r"), { turnedBy: "knob" } as never)] },
  ],
  [
    'There is no option "turnedBy" among the options of the switch "r"',
    { name: "x", ...acting({ turnedBy: rotaryEncoder("knob") }) },
  ],
  [
    'The option every is "30"; it is a time, as seconds(30) or minutes(2).',
    { name: "x", ...measuring({ every: "30" }) },
  ],
  [
    "The option filters is a list; it is a list of filters, as [median(5), deadBand(0.2)]. Entry 1 is a function: write the filter with its parentheses, as onChange();",
    { name: "x", ...measuring({ filters: [median] }) },
  ],
  [
    "The option filters is a list; it is a list of filters",
    { name: "x", ...measuring({ filters: [{ kind: "mean", given: [] }] }) },
  ],
  [
    'among the options of the switch "r"; did you mean "atStart"?',
    { name: "x", ...acting({ atstart: "on" }) },
  ],
  [
    "The option retainedCommands is 1; it is true or false.",
    { name: "x", ...acting({ retainedCommands: 1 }) },
  ],
  [
    "ringmote has no enhanced authentication of devices yet: docs/cannot-yet.md#mqtt-5 has what to do instead.",
    { name: "x", authentication: { method: "SCRAM-SHA-256" } },
  ],
  [
    'The option whileHeldBack is "later"; it is "refuse" or "wait".',
    { name: "x", ...acting({ minimumOff: 1000, whileHeldBack: "later" }) },
  ],
  ["The option atMost is 3; it is a record", { name: "x", ...acting({ atMost: 3 }) }],
  [
    'among the options of atMost of the switch "r"; did you mean "within"?',
    { name: "x", ...acting({ atMost: { times: 3, withn: 5000 } }) },
  ],
  ...[
    { onlyWhile: "level" },
    { onlyWhile: { level: ["ok"] } },
    { onlyWhile: { level: { under: 5 } } },
    { onlyWhile: { level: { below: "5" } } },
  ].map((options): [string, unknown] => [
    'it is sensors with what they must read, as { level: "ok", water: { above: 5, below: 60 } }.',
    { name: "x", ...acting(options) },
  ]),
  [
    'The option orWhile is a record; it is a list of what does as well as onlyWhile, as [{ override: "on" }].',
    { name: "x", ...acting({ onlyWhile: { level: "ok" }, orWhile: { level: "low" } }) },
  ],
  [
    'among the options of whenOffline of the switch "r"; did you mean "after"?',
    { name: "x", ...acting({ whenOffline: { aftr: 5000, state: "off" } }) },
  ],
])("%s", (sentence, declaration) => {
  expect(sentencesOf(declarationFaults(declaration as DeviceDeclaration)).join("\n")).toContain(sentence);
});

test("options choose what a home learns of a device and hides", () => {
  const discovery = homeAssistant({
    main: "t",
    version: "1.2",
    supportUrl: "https://example.org",
    entities: { signal: { enabled: true }, t: { enabled: false } },
  });
  const declaration = device({ name: "x", ...measuring({}), diagnostics: ["uptime", "signal"], discovery });
  expect(sentencesOf(declarationFaults(declaration))).toEqual([]);
});

test.each(["sensors", "actuators", "rules", "follows", "displays"])(
  "a record in place of %s is reported at the declaration",
  (list) => {
    const declared = device({ name: "x", [list]: {} });
    expect(sentencesOf(declarationFaults(declared))[0]).toContain(`The option ${list} is a record;`);
  },
);
