// People who walk: each is in one place at a time, and every way from room to room and out leads through the
// hall.
import type { Timers } from "../../../src/platform/node/timers.ts";
import { PEOPLE, type Place, planOfDay, type Step } from "./plan.ts";
import { DAY_MS, dayOf, SECOND_MS } from "./time.ts";

export interface PeopleOptions {
  timers: Timers;
  /** The house's time. */
  now: () => number;
  seed: number;
  /** Somebody moves in the hall, now. */
  moving: (who: string) => void;
  /**
   * Somebody wants through the front door, from outside or from inside; `passed` is called when they are
   * through.
   */
  passDoor: (who: string, passed: () => void) => void;
  /** Somebody has come to a place. */
  arrived: (who: string, from: Place, to: Place) => void;
  /** Somebody begins a step of the day's plan: the words are said. */
  begins: (step: Step) => void;
  /** Somebody is where the step's deed is done. */
  does: (step: Step) => void;
}

export interface People {
  placeOf: (who: string) => Place;
  in: (place: Place) => string[];
}

const HALL_MS = 12 * SECOND_MS;
/** Steps in the hall that a motion detector sees. */
const PACE_MS = 3 * SECOND_MS;

interface Person {
  name: string;
  place: Place;
  isWalking: boolean;
  /** Steps that wait until the way of the one before is over. */
  next: Step[];
}

/** The people, from now on; where the plan says they are before its first step. */
export function createPeople(options: PeopleOptions): People {
  const { timers, now, seed, moving, passDoor, arrived, begins, does } = options;
  const people = PEOPLE.map(
    (name): Person => ({ name, place: placeBefore(name), isWalking: false, next: [] }),
  );

  function placeBefore(who: string): Place {
    const day = dayOf(now());
    const earlier = planOfDay(seed, day).filter(
      (step) => step.who === who && day * DAY_MS + step.at <= now(),
    );
    return earlier.at(-1)?.to ?? "bedroom";
  }

  function follow(day: number): void {
    const steps = planOfDay(seed, day);
    for (const step of steps) {
      const wait = day * DAY_MS + step.at - now();
      if (wait > 0) timers.after(wait, () => take(step));
    }
    timers.after((day + 1) * DAY_MS - now(), () => follow(day + 1));
  }

  function take(step: Step): void {
    const person = people.find(({ name }) => name === step.who) as Person;
    person.next.push(step);
    if (!person.isWalking) goOn(person);
  }

  function goOn(person: Person): void {
    const step = person.next.shift();
    if (step === undefined) return;
    begins(step);
    walk(person, step.to, () => {
      does(step);
      goOn(person);
    });
  }

  function walk(person: Person, to: Place, then: () => void): void {
    if (person.place === to) {
      then();
      return;
    }
    person.isWalking = true;
    const end = () => {
      person.isWalking = false;
      move(person, to);
      then();
    };
    if (person.place === "out") passDoor(person.name, () => crossHall(person, end));
    else crossHall(person, () => (to === "out" ? passDoor(person.name, end) : end()));
  }

  function crossHall(person: Person, then: () => void): void {
    move(person, "hall");
    for (let ms = 0; ms < HALL_MS; ms += PACE_MS) timers.after(ms, () => moving(person.name));
    timers.after(HALL_MS, then);
  }

  function move(person: Person, to: Place): void {
    const from = person.place;
    if (from === to) return;
    person.place = to;
    arrived(person.name, from, to);
  }

  follow(dayOf(now()));
  return {
    placeOf: (who) => people.find(({ name }) => name === who)?.place ?? "out",
    in: (place) => people.filter((person) => person.place === place).map(({ name }) => name),
  };
}
