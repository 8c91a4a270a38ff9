// Fittings of the house: where each device of firmware/ hangs, its parts' surroundings, and the
// people and things that move them.
import type { DeviceDeclaration } from "../../../src/device/declare/device.ts";
import { FULL_DUTY } from "../../../src/platform/node/circuit.ts";
import { type FittedParts, fitParts } from "../fit/fit-parts.ts";
import type { Surroundings } from "../parts/around.ts";
import { createBuzzer, createLight, createRelay } from "../parts/driven.ts";
import { createServo } from "../parts/servo.ts";
import { cellsMillivolts } from "./cells.ts";
import { createGreenhouse } from "./greenhouse.ts";
import type { Inside } from "./inside.ts";
import { SECOND_MS } from "./time.ts";

interface Fitting {
  /** The room, for whoever looks. */
  place: string;
  around?: (inside: Inside) => Surroundings;
  /** Joins what the device drives, and what is moved, with the house. */
  join?: (inside: Inside, parts: FittedParts) => void;
}

/** How long a test line holds the detector in alarm behind its end. */
const TEST_ECHO_MS = 3 * SECOND_MS;
const FLAP_MS = 2 * SECOND_MS;
const PRESS_MS = 200;
const HEATER_WATTS = 1200;
const BATHROOM_WATTS = 600;
const LAMP_WATTS = 9;
const FAN_WATTS = 35;
/** What the divider of the cells (39 kΩ and 10 kΩ) leaves of their voltage. */
const BEHIND_DIVIDER = 10 / 49;
/** Of a capacitive probe: in air 2.7 V, in water 1.2 V. */
const DRY_MILLIVOLTS = 2700;
const WET_MILLIVOLTS = 1200;
/**
 * Rain comes from a sky that is covered so far, so many mm an hour where it is closed; wind in m/s without
 * clouds, and what they bring.
 */
const RAINS_FROM = 0.8;
const HARDEST_RAIN = 12;
const CALM_METRES = 1.5;
const CLOUD_METRES = 5;
/** A probe in water of pH 7; and a float that hangs in water joins its input to ground. */
const NEUTRAL_MILLIVOLTS = 2500;

/** By the name of the firmware's folder. */
const FITTINGS: Readonly<Record<string, Fitting>> = {
  climate: {
    place: "living room",
    around: ({ livingRoomAir }) => ({ air: { air: livingRoomAir } }),
    join({ rooms, loads }, { circuit }) {
      const heater = createRelay({ lines: circuit, pin: "heater" });
      const watts = () => (heater.isClosed() ? HEATER_WATTS : 0);
      circuit.whenWritten("heater", () => rooms.heat("living room", "heater", watts()));
      loads.heater = watts;
    },
  },
  lamp: {
    place: "living room",
    join(inside, { circuit, contacts }) {
      const led = createLight({ lines: circuit, pin: "led" });
      inside.lamp = led.brightness;
      inside.loads.lamp = () => LAMP_WATTS * led.brightness();
      inside.pressLampButton = () => {
        contacts.get("button")?.close();
        inside.timers.after(PRESS_MS, () => contacts.get("button")?.open());
      };
    },
  },
  hall: {
    place: "hall",
    around: (inside) => ({ light: { lux: () => inside.lux("hall") } }),
    join(inside, { motionDetectors }) {
      inside.moveInHall = () => motionDetectors.get("motion")?.motion();
    },
  },
  "door-lock": {
    place: "hall",
    join({ frontDoor, now }, { circuit, contacts }) {
      const [door, bolt] = [contacts.get("door-contact"), contacts.get("bolt-contact")];
      if (door === undefined || bolt === undefined) return;
      const servo = createServo({ lines: circuit, pin: "bolt-servo", now, degrees: 10 });
      frontDoor.fit({ door, bolt, servo });
      circuit.whenPulsed("bolt-servo", frontDoor.driven);
    },
  },
  "smoke-alarm": {
    place: "kitchen",
    around: ({ stove }) => ({ heat: { air: () => ({ celsius: stove.ceiling(), humidity: 50 }) } }),
    join({ stove, timers, happened }, { circuit, contacts }) {
      const detector = contacts.get("detector");
      stove.whenSmoke((isThere) => (isThere ? detector?.close() : detector?.open()));
      circuit.whenWritten("test-line", (level) => {
        if (level === 1) detector?.close();
        else if (detector?.isClosed() && !stove.isSmoking())
          timers.after(TEST_ECHO_MS, () => detector.open());
      });
      const buzzer = createBuzzer({ lines: circuit, pin: "siren" });
      let isLoud = false;
      circuit.whenPulsed("siren", () => {
        if (buzzer.tone() > 0 === isLoud) return;
        isLoud = !isLoud;
        happened(isLoud ? "The siren howls in the kitchen" : "The siren is silent");
      });
    },
  },
  "ceiling-fan": {
    place: "bedroom",
    join({ loads }, { circuit }) {
      const motor = createRelay({ lines: circuit, pin: "power" });
      const speed = createLight({ lines: circuit, pin: "blades" });
      const led = createLight({ lines: circuit, pin: "led" });
      loads.ceilingFan = () =>
        (motor.isClosed() ? FAN_WATTS * speed.brightness() : 0) + LAMP_WATTS * led.brightness();
    },
  },
  window: {
    place: "bedroom",
    around: ({ now, rooms }) => ({
      battery: { millivolts: () => BEHIND_DIVIDER * cellsMillivolts(now(), 6, rooms.air("bedroom").celsius) },
    }),
    join(inside, { contacts }) {
      inside.moveWindow = (isOpen) =>
        isOpen ? contacts.get("contact")?.open() : contacts.get("contact")?.close();
    },
  },
  "letter-box": {
    place: "garden",
    around: ({ now, sky }) => ({
      battery: { millivolts: () => BEHIND_DIVIDER * cellsMillivolts(now(), 12, sky.air(now()).celsius) },
    }),
    join(inside, { contacts }) {
      inside.moveFlap = () => {
        contacts.get("flap")?.open();
        inside.timers.after(FLAP_MS, () => contacts.get("flap")?.close());
      };
    },
  },
  soil: {
    place: "garden",
    around: ({ bed }) => ({
      probe: { share: bed.wetness },
      ground: { air: () => ({ celsius: bed.celsius(), humidity: 100 }) },
    }),
  },
  greenhouse: {
    place: "garden",
    around(inside) {
      const greenhouse = createGreenhouse(inside.now, inside.sky);
      inside.greenhouse = greenhouse;
      const millivolts = () => DRY_MILLIVOLTS + (WET_MILLIVOLTS - DRY_MILLIVOLTS) * greenhouse.wetness();
      return { air: { air: greenhouse.air }, probes: { millivolts } };
    },
    join({ greenhouse }, { circuit }) {
      const pump = createRelay({ lines: circuit, pin: "pump" });
      circuit.whenWritten("pump", () => greenhouse?.setPump(pump.isClosed()));
      circuit.whenPulsed("fan", (_hertz, duty) => greenhouse?.setFan(duty / FULL_DUTY));
    },
  },
  "rain-gauge": {
    place: "garden",
    around: ({ now, sky }) => ({
      bucket: { flow: () => rainUnder(sky.clouds(now())) },
      battery: { millivolts: () => BEHIND_DIVIDER * cellsMillivolts(now(), 12, sky.air(now()).celsius) },
    }),
  },
  weather: {
    place: "garden",
    around: ({ now, sky }) => ({
      bucket: { flow: () => rainUnder(sky.clouds(now())) },
      cups: { flow: () => CALM_METRES + CLOUD_METRES * sky.clouds(now()) },
      light: { lux: () => sky.lux(now()) },
    }),
    join({ happened }, { circuit }) {
      let isOut = false;
      circuit.whenWritten("awning", (level) => {
        if ((level === 1) === isOut) return;
        isOut = !isOut;
        happened(isOut ? "The awning goes out" : "The awning comes in");
      });
    },
  },
  thermostat: {
    place: "bathroom",
    around: ({ rooms }) => ({ air: { air: () => rooms.air("bathroom") } }),
    join({ rooms, loads }, { circuit }) {
      const heater = createRelay({ lines: circuit, pin: "heater" });
      const watts = () => (heater.isClosed() ? BATHROOM_WATTS : 0);
      circuit.whenWritten("heater", () => rooms.heat("bathroom", "thermostat", watts()));
      loads.thermostat = watts;
    },
  },
  aquarium: {
    place: "living room",
    around({ rooms }) {
      /** Its heater holds it near to 25 °C. */
      const water = () => ({ celsius: 22.5 + rooms.air("living room").celsius / 8, humidity: 100 });
      return {
        tank: { air: water },
        sump: { air: () => ({ ...water(), celsius: water().celsius - 0.4 }) },
        inputs: { millivolts: (input) => (input === 0 ? NEUTRAL_MILLIVOLTS : 0) },
      };
    },
  },
  "power-meter": {
    place: "cellar",
    around: ({ watts }) => ({ pulses: { flow: () => watts() / 1000 } }),
  },
  leak: {
    place: "bathroom",
    join({ pipe }, { circuit, contacts }) {
      pipe.whenWet((isWet) => (isWet ? contacts.get("probe")?.close() : contacts.get("probe")?.open()));
      circuit.whenWritten("valve", (level) => pipe.setValve(level === 1));
    },
  },
};

/** In mm an hour. */
function rainUnder(clouds: number): number {
  return HARDEST_RAIN * Math.max(0, (clouds - RAINS_FROM) / (1 - RAINS_FROM));
}

/** The room of a firmware's device; one that the house does not know lies on the workbench. */
export function placeOf(firmware: string): string {
  return FITTINGS[firmware]?.place ?? "workbench";
}

/** The parts of a device, in the house; `over` puts something in front of what the house has around them. */
export function fitInto(
  inside: Inside,
  firmware: string,
  declaration: DeviceDeclaration,
  over: (surroundings: Surroundings) => Surroundings = (as) => as,
): FittedParts {
  const fitting = FITTINGS[firmware];
  const parts = fitParts(declaration, inside.timers, over(fitting?.around?.(inside) ?? {}));
  fitting?.join?.(inside, parts);
  return parts;
}
