// People who walk: each is in one place at a time, and every way from room to room and out leads through the
// hall.
import type { Timers } from "../../../src/platform/node/timers.ts";
import { PEOPLE, type PersonPlace, type PlannedStep, planOfDay } from "./plan.ts";
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
  arrived: (who: string, from: PersonPlace, to: PersonPlace) => void;
  /** Somebody begins a step of the day's plan: the words are said. */
  begins: (step: PlannedStep) => void;
  /** Somebody is where the step's deed is done. */
  does: (step: PlannedStep) => void;
}

export interface People {
  placeOf: (who: string) => PersonPlace;
  in: (place: PersonPlace) => string[];
}

const HALL_MS = 12 * SECOND_MS;
/** Steps in the hall that a motion detector sees. */
const PACE_MS = 3 * SECOND_MS;

interface Person {
  name: string;
  place: PersonPlace;
  isWalking: boolean;
  /** Steps that wait until the way of the one before is over. */
  next: PlannedStep[];
}

/** The people, from now on; where the plan says they are before its first step. */
export function createPeople(options: PeopleOptions): People {
  return new Household(options);
}

class Household implements People {
  private readonly timers: Timers;
  private readonly now: () => number;
  private readonly seed: number;
  private readonly moving: (who: string) => void;
  private readonly passDoor: (who: string, passed: () => void) => void;
  private readonly arrived: (who: string, from: PersonPlace, to: PersonPlace) => void;
  private readonly begins: (step: PlannedStep) => void;
  private readonly does: (step: PlannedStep) => void;
  private readonly people: readonly Person[];

  constructor(options: PeopleOptions) {
    const { timers, now, seed, moving, passDoor, arrived, begins, does } = options;
    this.timers = timers;
    this.now = now;
    this.seed = seed;
    this.moving = moving;
    this.passDoor = passDoor;
    this.arrived = arrived;
    this.begins = begins;
    this.does = does;
    this.people = PEOPLE.map((name) => ({ name, place: this.placeBefore(name), isWalking: false, next: [] }));
    this.follow(dayOf(this.now()));
  }

  readonly placeOf = (who: string): PersonPlace => {
    return this.people.find(({ name }) => name === who)?.place ?? "out";
  };

  in(place: PersonPlace): string[] {
    return this.people.filter((person) => person.place === place).map(({ name }) => name);
  }

  private placeBefore(who: string): PersonPlace {
    const day = dayOf(this.now());
    const earlier = planOfDay(this.seed, day).filter(
      (step) => step.who === who && day * DAY_MS + step.at <= this.now(),
    );
    return earlier.at(-1)?.to ?? "bedroom";
  }

  private follow(day: number): void {
    const steps = planOfDay(this.seed, day);
    for (const step of steps) {
      const wait = day * DAY_MS + step.at - this.now();
      if (wait > 0) this.timers.after(wait, () => this.take(step));
    }
    this.timers.after((day + 1) * DAY_MS - this.now(), () => this.follow(day + 1));
  }

  private take(step: PlannedStep): void {
    const person = this.people.find(({ name }) => name === step.who) as Person;
    person.next.push(step);
    if (!person.isWalking) this.goOn(person);
  }

  private goOn(person: Person): void {
    const step = person.next.shift();
    if (step === undefined) return;
    this.begins(step);
    this.walk(person, step.to, () => {
      this.does(step);
      this.goOn(person);
    });
  }

  private walk(person: Person, to: PersonPlace, then: () => void): void {
    if (person.place === to) {
      then();
      return;
    }
    person.isWalking = true;
    const end = () => {
      person.isWalking = false;
      this.move(person, to);
      then();
    };
    if (person.place === "out") this.passDoor(person.name, () => this.crossHall(person, end));
    else this.crossHall(person, () => (to === "out" ? this.passDoor(person.name, end) : end()));
  }

  private crossHall(person: Person, then: () => void): void {
    this.move(person, "hall");
    for (let ms = 0; ms < HALL_MS; ms += PACE_MS) this.timers.after(ms, () => this.moving(person.name));
    this.timers.after(HALL_MS, then);
  }

  private move(person: Person, to: PersonPlace): void {
    const from = person.place;
    if (from === to) return;
    person.place = to;
    this.arrived(person.name, from, to);
  }
}
