// The front door: its leaf and its bolt, each with a reed contact, the servo that throws the bolt, and those
// who go through.
import type { Timers } from "../../../src/platform/node/timers.ts";
import type { ContactModel } from "../parts/contact.ts";
import type { ServoModel } from "../parts/servo.ts";
import { drawsAt } from "./noise.ts";
import { MINUTE_MS, SECOND_MS } from "./time.ts";

export interface FrontDoorOptions {
  timers: Timers;
  seed: number;
  /** Somebody at the door asks for it to be unlocked, by the phone. */
  askToUnlock: (who: string) => void;
  /** A sentence for whoever watches. */
  happened: (words: string) => void;
}

/** The door's parts on the device's lines. A reed is closed by its magnet: door shut, bolt thrown. */
interface DoorParts {
  door: ContactModel;
  bolt: ContactModel;
  servo: ServoModel;
}

export interface FrontDoor {
  fit: (parts: DoorParts) => void;
  /** The servo was given other pulses. */
  driven: () => void;
  pass: (who: string, passed: () => void) => void;
  isThrown: () => boolean;
}

/** The bolt is thrown while the arm stands below this. */
const THROWN_BELOW_DEGREES = 40;
/** An arm needs 0.15 s for the quarter turn; it is looked at until it has come to rest. */
const LOOK_MS = 50;
const LOOKS = 10;
/** So long people wait for the phone before they take their key. */
const PATIENCE_MS = 40 * SECOND_MS;
const OPEN_MS = 7 * SECOND_MS;
/** A leaf that has not fallen shut quite keeps the bolt from moving; after so long somebody pushes it. */
const AJAR_MS = 3 * MINUTE_MS;
/** The second passing of the door, later one in twenty. */
const FIRST_AJAR = 1;
const ODDS = 20;

/** A shut and bolted door, whose parts are still to be fitted. */
export function createFrontDoor({ timers, seed, askToUnlock, happened }: FrontDoorOptions): FrontDoor {
  let parts: DoorParts | undefined;
  let closing = () => {};
  let isThrown = true;
  let passings = 0;

  function driven(): void {
    for (let i = 1; i <= LOOKS; i += 1) timers.after(i * LOOK_MS, lookAtArm);
  }

  function lookAtArm(): void {
    if (parts !== undefined) setBolt(parts.servo.degrees() < THROWN_BELOW_DEGREES);
  }

  function setBolt(thrown: boolean): void {
    isThrown = thrown;
    if (thrown) parts?.bolt.close();
    else parts?.bolt.open();
  }

  /** A house without this device has a door that is opened by its handle. */
  function pass(who: string, passed: () => void): void {
    if (parts === undefined || !isThrown) goThrough(passed);
    else {
      askToUnlock(who);
      wait(who, PATIENCE_MS, passed);
    }
  }

  function wait(who: string, patienceMs: number, passed: () => void): void {
    if (!isThrown) goThrough(passed);
    else if (patienceMs > 0) timers.after(SECOND_MS, () => wait(who, patienceMs - SECOND_MS, passed));
    else {
      happened(`The lock does not answer: ${who} takes the key`);
      setBolt(false);
      goThrough(() => {
        timers.after(SECOND_MS, () => setBolt(true));
        passed();
      });
    }
  }

  function goThrough(passed: () => void): void {
    parts?.door.open();
    closing();
    timers.after(2 * SECOND_MS, passed);
    closing = timers.after(OPEN_MS, shut);
  }

  function shut(): void {
    parts?.door.close();
    const isAjar = passings === FIRST_AJAR || drawsAt(seed ^ 0xd008, passings).once(ODDS);
    passings += 1;
    if (isAjar) leaveAjar();
  }

  function leaveAjar(): void {
    if (parts === undefined) return;
    const { servo } = parts;
    happened("The front door has not fallen shut quite");
    servo.fault = "jammed";
    timers.after(AJAR_MS, () => {
      happened("Somebody pushes the front door shut");
      servo.fault = "none";
      driven();
    });
  }

  return {
    fit(fitted) {
      parts = fitted;
    },
    driven,
    pass,
    isThrown: () => isThrown,
  };
}
