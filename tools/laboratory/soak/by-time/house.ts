// A device that acts by the time in each way that there is: by the wall's clock, by a time that people set,
// by the sun, and between times.
import {
  at,
  type DeviceDeclaration,
  device,
  minutes,
  powerSwitch,
  selectInput,
  sunrise,
  sunset,
  timeInput,
  valueOnly,
  when,
} from "ringmote";
import { relay } from "ringmote/drivers/relay.ts";

/** Where it stands. */
export interface HousePlace {
  zone: string;
  latitude: number;
  longitude: number;
}

/** What acts is a relay, so that each act is seen, with the broker and without. */
export function timedHouse({ zone, latitude, longitude }: HousePlace): DeviceDeclaration {
  return device({
    name: "by-time",
    clock: { servers: ["a.test", "b.test", "c.test"], zone, latitude, longitude },
    actuators: [
      powerSwitch("weekday", relay("weekday")),
      powerSwitch("early", relay("early")),
      powerSwitch("woken", relay("woken")),
      powerSwitch("dusk", relay("dusk")),
      powerSwitch("dawn", relay("dawn")),
      powerSwitch("dark", relay("dark")),
      selectInput("mode", valueOnly(), { options: ["auto", "off"] }),
      timeInput("wake", { initial: "07:10" }),
    ],
    rules: [
      at("06:30").on("mon-fri").setFor("weekday", "on", minutes(2)),
      at("02:30").ifMissed("run").setFor("early", "on", minutes(2)),
      at("wake").setFor("woken", "on", minutes(2)),
      at(sunset).minus(minutes(20)).setFor("dusk", "on", minutes(2)),
      at(sunrise).on("sat", "sun").ifMissed("run").setFor("dawn", "on", minutes(2)),
      when("mode").is("auto").between(sunset, "06:00").keep("dark", "on"),
    ],
  });
}
