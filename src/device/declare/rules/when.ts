// The words that a rule is written with: when("temperature").below(19).until(20).keep("heater", "on").
//
// They make one record, and run when the image is built.
import type { Milliseconds } from "../../../bytes/milliseconds.ts";
import { type Action, type Comparison, newRule, type WrittenRule } from "../../run/rules/rule.ts";
import type { Named } from "../words.ts";
import type { SetAction, SetForAction, ToggleAction } from "./actions.ts";
import type { NamingRule } from "./naming-rule.ts";

/**
 * The sensor or the actuator of the rule: a sensor's reading in its unit, after the filters that correct it,
 * or an actuator's state.
 */
export interface Cause<Name extends string> {
  /** Below a value, or below the number of this name. */
  below: <const Limit extends number | string>(limit: Limit) => Threshold<Named<Name> | Named<Limit>>;
  above: <const Limit extends number | string>(limit: Limit) => Threshold<Named<Name> | Named<Limit>>;
  /** A state in words, as it is published, or a value. */
  is: <const State extends number | string>(state: State) => Condition<Named<Name, State>>;
}

/**
 * A condition. It begins when it is met, and ends when it is no longer, or when its sensor has been silent
 * for its timeout.
 */
export interface Condition<Asked extends string> {
  /** Only after it has been met for so many milliseconds, or the duration of this name, without a break. */
  for: <const Time extends Milliseconds | string>(ms: Time) => Condition<Asked | Named<Time>>;
  /** Only while another actuator is in this state; it counts as ended when that is not so. */
  onlyWhile: <const Name extends string, const State extends number | string>(
    actuator: Name,
    state: State,
  ) => Condition<Asked | Named<Name, State>>;
  /**
   * Only from one local time to another, over midnight too: `between("22:00", "06:00")`, `between(sunset,
   * sunrise)`. While the time is not known it counts as outside, and the rule waits. It needs `clock: { zone
   * }`.
   */
  between: (from: string, to: string) => Condition<Asked>;
  /**
   * Sets an actuator to a state when the condition begins, and to the opposite one when it has ended, or so
   * many milliseconds later, or the duration of this name. The first reading after start counts as a change.
   * A command in between stands until the next one.
   */
  keep: <
    const Name extends string,
    const State extends number | string,
    const Time extends Milliseconds | string = never,
  >(
    actuator: Name,
    state: State,
    longerMs?: Time,
  ) => NamingRule<Asked | Named<Name, State> | Named<Time>>;
  /** Sets an actuator to a state when the condition begins, and leaves it there. */
  set: SetAction<Asked>;
  /** Sets an actuator to its other state each time the condition begins. */
  toggle: ToggleAction<Asked>;
  /**
   * The same as `set`, and back to the opposite state after so many milliseconds, or the duration of this
   * name as it is then.
   */
  setFor: SetForAction<Asked>;
}

export interface Threshold<Asked extends string> extends Condition<Asked> {
  /**
   * The condition ends at this value: a reading that wavers about one threshold would switch all the time.
   */
  until: (value: number) => Condition<Asked>;
  /** The same, as a distance from the threshold. */
  margin: (distance: number) => Condition<Asked>;
}

/** Begins a rule about the sensor or the actuator of this name. */
export function when<const Name extends string>(cause: Name): Cause<Name> {
  return {
    below: (limit) => threshold(cause, "below", limit),
    above: (limit) => threshold(cause, "above", limit),
    is: (state) => condition(begun(cause, "is", state)),
  };
}

export function begun(cause: string, comparison: Comparison, limit: number | string): WrittenRule {
  return {
    cause,
    comparison,
    limit,
    until: undefined,
    margin: undefined,
    holdFor: 0,
    guard: "",
    guardState: "",
    action: "set",
    target: "",
    state: "",
    stays: 0,
    days: "",
    ifMissed: "",
    shift: 0,
    from: "",
    to: "",
  };
}

function threshold(cause: string, comparison: Comparison, limit: number | string): Threshold<never> {
  const rule = begun(cause, comparison, limit);
  const plain = condition(rule);
  return {
    for: plain.for,
    onlyWhile: plain.onlyWhile,
    between: plain.between,
    keep: plain.keep,
    set: plain.set,
    toggle: plain.toggle,
    setFor: plain.setFor,
    until: (value) => {
      rule.until = value;
      return plain;
    },
    margin: (distance) => {
      rule.margin = distance;
      return plain;
    },
  };
}

function condition(rule: WrittenRule): Condition<never> {
  const itself: Condition<never> = {
    for: (ms) => {
      rule.holdFor = ms;
      return itself;
    },
    onlyWhile: (actuator, state) => {
      guardBy(rule, actuator, state);
      return itself;
    },
    between: (from, to) => {
      rule.from = from;
      rule.to = to;
      return itself;
    },
    keep: (actuator, state, longerMs) =>
      ended(rule, "keep", actuator, state, longerMs === undefined ? 0 : longerMs),
    set: (actuator, state) => ended(rule, "set", actuator, state, 0),
    toggle: (actuator) => ended(rule, "toggle", actuator, "", 0),
    setFor: (actuator, state, ms) => ended(rule, "set for", actuator, state, ms),
  };
  return itself;
}

/** Another rule holds only between these times of day. */
export function spanBy(rule: WrittenRule, from: string, to: string): void {
  rule.from = from;
  rule.to = to;
}

/** The rule holds only while the actuator is in this state. */
export function guardBy(rule: WrittenRule, actuator: string, state: number | string): void {
  rule.guard = actuator;
  rule.guardState = state;
}

/** The action of the rule, which is then whole. */
export function ended(
  rule: WrittenRule,
  action: Action,
  target: string,
  state: number | string,
  stays: number | string,
): NamingRule<never> {
  rule.action = action;
  rule.target = target;
  rule.state = state;
  rule.stays = stays;
  return newRule(rule);
}
