// What ESPHome's components are in a declaration here, those of parts aside: a driver names its own (`@esphome`).

export interface Said {
  /** Names with blanks between. */
  components: string;
  /** How it is said here, as the page has it. */
  here: string;
}

export const SAID: readonly Said[] = [
  {
    components: "sensor",
    here: '`sensor("temperature", air.temperature, { unit: "°C", every: seconds(30) })`, with [filters](sensors.md#filters)',
  },
  { components: "binary_sensor", here: "a `sensor` with two `states`" },
  {
    components: "binary_sensor_map analog_threshold",
    here: 'a [rule](actuators.md#rules), `when("temperature").above(25)`, or two `states`',
  },
  { components: "text_sensor", here: "a `sensor` with `states`" },
  { components: "switch", here: '`powerSwitch("heater", relay("heater"))`' },
  {
    components: "light",
    here: '`light("lamp", pwmLight("lamp"))`, `colorLight("strip", rgbLight("strip"))`',
  },
  { components: "binary", here: '`light("lamp", relay("lamp"))`' },
  { components: "fan", here: '`numberInput("fan", fan("fan"), { min: 0, max: 100 })`' },
  { components: "lock", here: '`lock("door", servo("bolt"))`' },
  { components: "valve", here: '`valve("water", relay("valve"))`' },
  { components: "button", here: '`button("bell", relay("bell"))`' },
  { components: "number", here: '`numberInput("target", valueOnly(), { min: 5, max: 30 })`' },
  { components: "select", here: '`selectInput("mode", valueOnly(), { options: ["day", "night"] })`' },
  {
    components: "output power_supply",
    here: "the part of an actuator, and `notWith`, `onlyWhile` among its [policies](actuators.md#policies)",
  },
  {
    components: "template copy combination absolute_humidity",
    here: "`derive([air.temperature, air.humidity], (t, h) => ...)`",
  },
  {
    components: "resistance_sampler",
    here: "`calibrateTable([[3000, 0], [1500, 250]])`, one of the [filters](sensors.md#filters)",
  },
  { components: "display", here: '`display(ssd1306("panel"), ["{temperature} °C"])`' },
  { components: "restart", here: '`button("restart", restartChip())`' },
  {
    components: "status mqtt",
    here: "the [topics](topics.md) of each device, its retained status and its will",
  },
  {
    components: "homeassistant version",
    here: "[discovery](home-assistant.md): `homeAssistant()`; what Home Assistant knows comes as a command",
  },
  {
    components: "uptime wifi_signal debug",
    here: '[diagnostics](sensors.md#diagnostics): `diagnostics: ["uptime", "signal"]`',
  },
  { components: "logger", here: "[the log](sensors.md#the-log) on a topic, and `npx ringmote monitor`" },
  {
    components: "script globals",
    here: '[rules](actuators.md#rules): `when("door").is("open").keep("lamp", "on", minutes(2))`, with `valueOnly()` for a value to remember',
  },
  { components: "preferences", here: '`atStart: "last"` of an actuator' },
  {
    components: "wifi network esp8266 esp32",
    here: "[settings](topics.md#settings) and a [board](catalogue.md#boards)",
  },
  { components: "i2c i2c_device spi uart", here: "a port of the board: the wiring names its pins" },
  { components: "external_components", here: "[a driver of your own](drivers.md#a-part-of-your-own)" },
  { components: "packages substitutions demo", here: "TypeScript: `import`, `const`, functions" },
  { components: "host", here: "`npx ringmote run`, which [simulates](trials.md) parts, time and faults" },
  {
    components: "endstop feedback",
    here: "`confirmedBy` and `onlyWhile` among the [policies](actuators.md#policies)",
  },
  {
    components: "bang_bang",
    here: 'a rule with a margin: `when("temperature").below(19).until(20).keep("heater", "on")`',
  },
  {
    components: "integration duty_time",
    here: "`integral(meter.power, { per: hours(1) })`, `integral(stateOf(pump), { per: seconds(1) })`",
  },
  {
    components: "total_daily_energy",
    here: "an `integral`, and the utility meter of Home Assistant, which knows the day",
  },
  {
    components: "event",
    here: 'a `sensor` of a `button("bell")`, which is announced as an [event](home-assistant.md)',
  },
];
