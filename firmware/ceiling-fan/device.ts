// ceiling-fan: a fan that is slow at night and ends by itself, the light below it, and a button on the wall.
import {
  device,
  homeAssistant,
  hours,
  light,
  minutes,
  numberInput,
  powerSwitch,
  selectInput,
  sensor,
  valueOnly,
  when,
} from "ringmote";
import { onChange } from "ringmote/filters.ts";
import { button } from "ringmote/drivers/button.ts";
import { fan } from "ringmote/drivers/fan.ts";
import { pwmLight } from "ringmote/drivers/pwm-light.ts";
import { relay } from "ringmote/drivers/relay.ts";

const wall = button("button");
const AT_NIGHT = 20;

export default device({
  name: "ceiling-fan",
  sensors: [
    sensor("button", wall.state, {
      states: ["released", "pressed"],
      every: minutes(10),
      filters: [onChange()],
    }),
  ],
  actuators: [
    // The relay stops it: many a fan turns on where its speed is 0.
    powerSwitch("power", relay("power")),
    numberInput("speed", fan("blades"), { min: 0, max: 100, unit: "%", initial: 60, atStart: "last" }),
    selectInput("preset", valueOnly(), { options: ["normal", "sleep"] }),
    light("light", pwmLight("led"), { atStart: "last" }),
  ],
  // Without the broker as well.
  rules: [
    when("button").is("pressed").toggle("power"),
    when("preset").is("sleep").set("speed", AT_NIGHT),
    when("preset").is("sleep").onlyWhile("power", "on").for(hours(1)).set("power", "off"),
    when("speed").above(AT_NIGHT).set("preset", "normal"),
  ],
  discovery: homeAssistant({
    area: "Bedroom",
    main: "fan",
    fan: { power: "power", speed: "speed", preset: "preset" },
  }),
});
