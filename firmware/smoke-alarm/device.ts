// smoke-alarm: a smoke detector's contact, the heat below the ceiling, a siren, and a button that tests it all.
import { button, device, homeAssistant, minutes, seconds, sensor, siren, when } from "ringmote";
import { deadBand, onChange } from "ringmote/filters.ts";
import { buzzer } from "ringmote/drivers/buzzer.ts";
import { ds18b20 } from "ringmote/drivers/ds18b20.ts";
import { relay } from "ringmote/drivers/relay.ts";
import { smokeContact } from "ringmote/drivers/smoke-contact.ts";

const detector = smokeContact("detector");
const ceiling = ds18b20("heat");

export default device({
  name: "smoke-alarm",
  status: { keepAlive: seconds(30) },
  sensors: [
    sensor("smoke", detector.state, {
      states: ["off", "on"],
      every: minutes(10),
      filters: [onChange()],
      // It waits in the ring until the broker has it, and is dropped for nothing else.
      qos: 1,
      overflow: "reject",
      deviceClass: "smoke",
    }),
    sensor("heat", ceiling.temperature, {
      unit: "°C",
      decimals: 1,
      every: seconds(20),
      filters: [deadBand(0.5)],
    }),
  ],
  actuators: [
    siren("siren", buzzer("siren"), { maximumOn: minutes(10) }),
    // Holds the detector's test line for two seconds, as its own test button does: smoke, siren and message follow.
    button("self-test", relay("test-line"), { pulse: seconds(2), category: "diagnostic" }),
  ],
  rules: [when("smoke").is("on").keep("siren", "on"), when("heat").above(60).until(50).set("siren", "on")],
  // Its code is long for an LFS.
  diagnostics: [],
  discovery: homeAssistant({ area: "Kitchen" }),
});
