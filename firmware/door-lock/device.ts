// door-lock: the bolt of the front door, driven by a servo and watched by a contact.
import { device, homeAssistant, lock, minutes, seconds, sensor, when } from "ringmote";
import { onChange } from "ringmote/filters.ts";
import { reed } from "ringmote/drivers/reed.ts";
import { servo } from "ringmote/drivers/servo.ts";

const bolt = reed("bolt-contact");
const door = reed("door-contact");
const cover = reed("cover-contact");

export default device({
  name: "front-door",
  status: { keepAlive: seconds(30) },
  sensors: [
    sensor("door", door.state, {
      states: ["closed", "open"],
      every: minutes(10),
      filters: [onChange()],
      qos: 1,
      overflow: "oldest",
      deviceClass: "door",
    }),
    sensor("bolt", bolt.state, {
      states: ["thrown", "drawn"],
      every: minutes(10),
      filters: [onChange()],
      qos: 1,
      // Home Assistant shows the second word as "Unlocked".
      deviceClass: "lock",
      category: "diagnostic",
    }),
    sensor("tamper", cover.state, {
      states: ["off", "on"],
      every: minutes(10),
      filters: [onChange()],
      qos: 1,
      overflow: "reject",
      deviceClass: "tamper",
    }),
  ],
  actuators: [
    lock("lock", servo("bolt-servo"), {
      label: "Lock",
      positions: { locked: 10, unlocked: 100 },
      // A bolt that is not thrown five seconds later is jammed.
      confirmedBy: { sensor: "bolt", atRest: 0, within: seconds(5) },
    }),
  ],
  // Never against an open door.
  rules: [when("door").is("closed").for(seconds(30)).set("lock", "locked")],
  discovery: homeAssistant({ area: "Hall", main: "lock" }),
});
