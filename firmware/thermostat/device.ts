// thermostat: a room's temperature, the one that people set by a knob or from afar, and the heater that keeps it.
import {
  device,
  display,
  homeAssistant,
  minutes,
  numberInput,
  powerSwitch,
  seconds,
  sensor,
  valueOnly,
  when,
} from "ringmote";
import { deadBand, median } from "ringmote/filters.ts";
import { relay } from "ringmote/drivers/relay.ts";
import { rotaryEncoder } from "ringmote/drivers/rotary-encoder.ts";
import { sht3x } from "ringmote/drivers/sht3x.ts";
import { ssd1306 } from "ringmote/drivers/ssd1306.ts";

const air = sht3x("air");
const knob = rotaryEncoder("knob");

export default device({
  name: "thermostat",
  sensors: [
    sensor("temperature", air.temperature, {
      unit: "°C",
      decimals: 1,
      every: seconds(10),
      filters: [median(3), deadBand(0.1)],
    }),
    sensor("humidity", air.humidity, { unit: "%", every: minutes(1), filters: [deadBand(1)] }),
  ],
  actuators: [
    // Never without a reading, nor in a room that is hot.
    powerSwitch("heater", relay("heater"), {
      onlyWhile: { temperature: { below: 30 } },
      minimumOff: minutes(1),
    }),
    numberInput("target", valueOnly(), {
      min: 5,
      max: 28,
      step: 0.5,
      unit: "°C",
      initial: 20,
      atStart: "last",
      turnedBy: knob,
    }),
  ],
  rules: [when("temperature").below("target").margin(0.4).keep("heater", "on")],
  displays: [
    display(ssd1306("panel"), ["{temperature} °C  {humidity} %", "Keep {target} °C", "Heater {heater}"]),
  ],
  discovery: homeAssistant({
    area: "Bathroom",
    climate: { name: "thermostat", current: "temperature", target: "target", heater: "heater" },
  }),
});
