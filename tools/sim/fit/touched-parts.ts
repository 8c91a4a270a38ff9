// The parts of a simulated device as a person touches them while it runs, by words: "air celsius 28", "button
// press".

import { unknownName } from "../../../src/arguments/nearest-name.ts";
import { measuringParts } from "../../../src/checks/measuring-parts.ts";
import type { DeviceDeclaration } from "../../../src/device/declare/device.ts";
import type { Timers } from "../../../src/platform/node/timers.ts";
import { type Around, type Asked, type Surroundings, USUAL_AROUND } from "../parts/around.ts";
import { faultAround } from "../trial/answer-faults.ts";
import type { FittedParts } from "./fit-parts.ts";

/** A quantity as a part feels it: number, or whether something is so. */
type Felt = number | boolean;
export type Quantities = Record<string, Felt>;

export interface TouchedParts {
  /** The same surroundings, with what was set in front of them. */
  over: (declaration: DeviceDeclaration, surroundings: Surroundings) => Surroundings;
  /**
   * Sets what the part of this role feels from now on, or moves it, and returns a sentence: what is so now,
   * or why not. `name`: a quantity (`celsius`; `millivolts/1` of the second input) with its `value`, or a
   * movement: `open`, `close`, `press`, `motion`, `turn`.
   */
  touch: (parts: FittedParts, role: string, name: string, value: string) => string;
}

const PRESS_MS = 200;
/** More of a knob's steps are no turn of a hand. */
const MOST_STEPS = 1000;
/** What people write for a quantity that is so or not. */
const WORDS: Readonly<Record<string, boolean>> = { on: true, true: true, off: false, false: false };

/** These are asked for by a number, of an input or a register. */
const { modbus: registers, ...AT_REST_ALONE } = USUAL_AROUND;
/** All that is around parts, as it is at rest. */
const ANYTHING: Quantities = Object.assign(
  { "millivolts/0": 0, "modbus/0": registers(0) },
  ...Object.entries(AT_REST_ALONE).map(([name, ask]) => {
    const value = ask();
    return typeof value === "object" ? value : { [name]: value };
  }),
);

/** `set`: what was set before, by role; what is set from now on goes there. */
export function createTouchedParts(
  timers: Pick<Timers, "after">,
  set = new Map<string, Quantities>(),
): TouchedParts {
  return new Touched(timers, set);
}

class Touched implements TouchedParts {
  private readonly after: (ms: number, then: () => void) => () => void;
  private readonly set: Map<string, Quantities>;
  /** By role: what the part has asked for so far, with what it was told. */
  private readonly asked = new Map<string, Quantities>();
  private roles: readonly string[] = [];

  constructor({ after }: Pick<Timers, "after">, set: Map<string, Quantities>) {
    this.after = after;
    this.set = set;
  }

  over(declaration: DeviceDeclaration, surroundings: Surroundings): Surroundings {
    const felt = measuringParts(declaration).filter(({ sources }) => sources === undefined);
    this.roles = [...new Set(felt.map(({ role }) => role))];
    return Object.fromEntries(this.roles.map((role) => [role, this.around(role, surroundings[role] ?? {})]));
  }

  touch(parts: FittedParts, role: string, name: string, value: string): string {
    const { contacts, knobs, motionDetectors, remotes, simulated } = parts;
    const own = simulated.get(role);
    if (own !== undefined) {
      if (own.length === 0) return `"${role}" hears no words: its simulate has no whenTouched.`;
      for (const whenTouched of own) whenTouched(name, value);
      return `${role} ${name} ${value}`.trimEnd();
    }
    const remote = remotes.get(role);
    const contact = contacts.get(role);
    const knob = knobs.get(role);
    const detector = motionDetectors.get(role);
    const moves: Record<string, () => void> = {
      ...(contact && { open: contact.open, close: contact.close, press: () => press() }),
      ...(detector && { motion: () => detector.motion() }),
      ...(knob && { turn: () => knob.turn(Number(value)) }),
      ...(remote && { press: () => remote.press(Number(value)) }),
    };
    const press = () => {
      contact?.close();
      this.after(PRESS_MS, () => contact?.open());
    };
    if (Object.keys(moves).length === 0) {
      if (!this.roles.includes(role)) return unknownName("part that can be touched", role, this.roles);
      return this.setQuantity(role, name === "millivolts" ? "millivolts/0" : name, value);
    }
    const move = Object.hasOwn(moves, name) ? moves[name] : undefined;
    if (move === undefined) return unknownName(`movement of "${role}"`, name, Object.keys(moves));
    if (name === "turn" && !isSteps(value))
      return `"${value}" is no turn; it is a whole number of steps from -1000 to 1000, as 2 or -1.`;
    if (remote !== undefined && !isCode(value))
      return `"${value}" is no code of a key; it is a whole number from 0 to 65535 or 0xffff.`;
    move();
    return `${role} ${name} ${value}`.trimEnd();
  }

  private felt(role: string, name: string, untouched: Felt): Felt {
    const value = this.set.get(role)?.[name] ?? untouched;
    this.asked.set(role, { ...this.asked.get(role), [name]: value });
    return value;
  }

  /** A record's fields are quantities of their own, which are asked for one by one. */
  private feltAs(role: string, name: string, untouched: Felt | object): unknown {
    if (typeof untouched !== "object") return this.felt(role, name, untouched);
    const fields = Object.entries(untouched).map(([field, value]) => [
      field,
      { enumerable: true, get: () => this.felt(role, field, value) },
    ]);
    return Object.defineProperties({}, Object.fromEntries(fields));
  }

  private around(role: string, untouched: Partial<Around>): Partial<Around> {
    const { millivolts, modbus, i2c, simulate, ...alone } = { ...USUAL_AROUND, ...untouched };
    const asks = Object.entries(alone).map(([name, ask]) => [name, () => this.feltAs(role, name, ask())]);
    return {
      ...untouched,
      ...Object.fromEntries(asks),
      millivolts: (input) => {
        const name = `millivolts/${input}`;
        const value = this.set.get(role)?.[name] ?? millivolts?.(input);
        this.asked.set(role, { ...this.asked.get(role), [name]: value ?? 0 });
        return value as number | undefined;
      },
      modbus: (number) => this.felt(role, `modbus/${number}`, modbus(number)) as number,
    };
  }

  private setQuantity(role: string, name: string, text: string): string {
    const { answers: _, ...measured } = this.asked.get(role) ?? {};
    // As long as it has not measured, it may feel anything.
    const known = Object.keys(measured).length === 0 ? ANYTHING : (this.asked.get(role) ?? {});
    if (!Object.hasOwn(known, name))
      return unknownName(`quantity that "${role}" feels`, name, Object.keys(known));
    const value = typeof known[name] === "boolean" ? WORDS[text] : text === "" ? Number.NaN : Number(text);
    const fault = value === undefined ? "on or off" : faultAround(quantityOf(name), value);
    if (value === undefined || fault !== undefined) return `"${text}" is no ${name}; it is ${fault}.`;
    this.set.set(role, { ...this.set.get(role), [name]: value });
    return `${role} ${name} is ${text}`;
  }
}

function isSteps(value: string): boolean {
  const steps = Number(value);
  return Number.isInteger(steps) && steps !== 0 && Math.abs(steps) <= MOST_STEPS;
}

function isCode(value: string): boolean {
  const code = value === "" ? Number.NaN : Number(value);
  return Number.isInteger(code) && code >= 0 && code <= 0xffff;
}

/** What is around a part that a quantity stands in. */
function quantityOf(name: string): Asked | undefined {
  const [first = ""] = name.split("/");
  return Object.hasOwn(USUAL_AROUND, first) || first === "millivolts" ? (first as Asked) : undefined;
}
