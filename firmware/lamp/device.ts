// lamp: a dimmed light with a button on its base, which goes on at sunset.
import { at, device, homeAssistant, light, minutes, sensor, sunset, when } from "ringmote";
import { onChange } from "ringmote/filters.ts";
import { button } from "ringmote/drivers/button.ts";
import { pwmLight } from "ringmote/drivers/pwm-light.ts";

const base = button("button");

export default device({
  name: "lamp",
  // Berlin: write your own place.
  clock: { zone: "Europe/Berlin", latitude: 52.5, longitude: 13.4 },
  sensors: [
    sensor("button", base.state, {
      states: ["released", "pressed"],
      every: minutes(10),
      filters: [onChange()],
    }),
  ],
  actuators: [light("light", pwmLight("led"), { label: "Lamp", atStart: "last" })],
  // Without the broker as well.
  rules: [
    when("button").is("pressed").toggle("light"),
    at(sunset).set("light", "on"),
    at("23:00").set("light", "off"),
  ],
  discovery: homeAssistant({ area: "Living room" }),
});
