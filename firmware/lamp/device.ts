// lamp: a dimmed light with a button on its base.
import { device, homeAssistant, light, minutes, sensor, when } from "ringmote";
import { onChange } from "ringmote/filters.ts";
import { button } from "ringmote/drivers/button.ts";
import { pwmLight } from "ringmote/drivers/pwm-light.ts";

const base = button("button");

export default device({
  name: "lamp",
  sensors: [
    sensor("button", base.state, {
      states: ["released", "pressed"],
      every: minutes(10),
      filters: [onChange()],
    }),
  ],
  actuators: [light("light", pwmLight("led"), { label: "Lamp", atStart: "last" })],
  // Without the broker as well.
  rules: [when("button").is("pressed").toggle("light")],
  discovery: homeAssistant({ area: "Living room" }),
});
