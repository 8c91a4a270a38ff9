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
export function createFrontDoor(options: FrontDoorOptions): FrontDoor {
  return new DoorWithBolt(options);
}

class DoorWithBolt implements FrontDoor {
  private readonly timers: Timers;
  private readonly seed: number;
  private readonly askToUnlock: (who: string) => void;
  private readonly happened: (words: string) => void;
  private parts: DoorParts | undefined = undefined;
  private closing = () => {};
  private isBoltThrown = true;
  private passings = 0;

  constructor({ timers, seed, askToUnlock, happened }: FrontDoorOptions) {
    this.timers = timers;
    this.seed = seed;
    this.askToUnlock = askToUnlock;
    this.happened = happened;
  }

  readonly driven = (): void => {
    for (let i = 1; i <= LOOKS; i += 1) this.timers.after(i * LOOK_MS, this.lookAtArm);
  };

  /** A house without this device has a door that is opened by its handle. */
  readonly pass = (who: string, passed: () => void): void => {
    if (this.parts === undefined || !this.isBoltThrown) this.goThrough(passed);
    else {
      this.askToUnlock(who);
      this.wait(who, PATIENCE_MS, passed);
    }
  };

  private readonly lookAtArm = (): void => {
    if (this.parts !== undefined) this.setBolt(this.parts.servo.degrees() < THROWN_BELOW_DEGREES);
  };

  private readonly shut = (): void => {
    this.parts?.door.close();
    const isAjar = this.passings === FIRST_AJAR || drawsAt(this.seed ^ 0xd008, this.passings).once(ODDS);
    this.passings += 1;
    if (isAjar) this.leaveAjar();
  };

  fit(fitted: DoorParts): void {
    this.parts = fitted;
  }

  isThrown(): boolean {
    return this.isBoltThrown;
  }

  private setBolt(thrown: boolean): void {
    this.isBoltThrown = thrown;
    if (thrown) this.parts?.bolt.close();
    else this.parts?.bolt.open();
  }

  private wait(who: string, patienceMs: number, passed: () => void): void {
    if (!this.isBoltThrown) this.goThrough(passed);
    else if (patienceMs > 0)
      this.timers.after(SECOND_MS, () => this.wait(who, patienceMs - SECOND_MS, passed));
    else {
      this.happened(`The lock does not answer: ${who} takes the key`);
      this.setBolt(false);
      this.goThrough(() => {
        this.timers.after(SECOND_MS, () => this.setBolt(true));
        passed();
      });
    }
  }

  private goThrough(passed: () => void): void {
    this.parts?.door.open();
    this.closing();
    this.timers.after(2 * SECOND_MS, passed);
    this.closing = this.timers.after(OPEN_MS, this.shut);
  }

  private leaveAjar(): void {
    if (this.parts === undefined) return;
    const { servo } = this.parts;
    this.happened("The front door has not fallen shut quite");
    servo.fault = "jammed";
    this.timers.after(AJAR_MS, () => {
      this.happened("Somebody pushes the front door shut");
      servo.fault = "none";
      this.driven();
    });
  }
}
