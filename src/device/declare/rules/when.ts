// The words that a rule is written with: when("temperature").below(19).until(20).keep("heater", "on").
//
// They make one record, and run when the image is built.
import type { Milliseconds } from "../../../bytes/milliseconds.ts";
import { type Action, type Comparison, newRule, type Rule, type WrittenRule } from "../../run/rules/rule.ts";

/** What is looked at: a sensor's reading in its unit, behind the filters that correct it, or an actuator's state. */
export interface Cause {
  /** Less than a value, or than what the number of this name is set to. */
  below: (limit: number | string) => Threshold;
  above: (limit: number | string) => Threshold;
  /** A state in words, as it is published, or a value. */
  is: (state: number | string) => Condition;
}

/** A condition. It begins when it is met, and ends when it is no longer, or when its sensor has been silent for its timeout. */
export interface Condition {
  /** Only when it has been met for so many milliseconds without a break. */
  for: (ms: Milliseconds) => Condition;
  /** Only while another actuator is in this state; it counts as ended when that is not so. */
  onlyWhile: (actuator: string, state: number | string) => Condition;
  /**
   * Sets an actuator to a state when the condition begins, and to the opposite one when it has ended, or so many
   * milliseconds later. The first reading after start counts as a change. A command in between stands until the next one.
   */
  keep: (actuator: string, state: string, longerMs?: Milliseconds) => Rule;
  /** Sets an actuator to a state when the condition begins, and leaves it there. */
  set: (actuator: string, state: number | string) => Rule;
  /** Sets an actuator to its other state each time the condition begins. */
  toggle: (actuator: string) => Rule;
  /** The same as `set`, and back to the opposite state after so many milliseconds. */
  setFor: (actuator: string, state: string, ms: Milliseconds) => Rule;
}

export interface Threshold extends Condition {
  /** The condition ends at this value: a reading that wavers about one threshold would switch all the time. */
  until: (value: number) => Condition;
  /** The same, as a distance from the threshold. */
  margin: (distance: number) => Condition;
}

/** Begins a rule about the sensor or the actuator of this name. */
export function when(cause: string): Cause {
  return {
    below: (limit) => threshold(cause, "below", limit),
    above: (limit) => threshold(cause, "above", limit),
    is: (state) => condition(begun(cause, "is", state)),
  };
}

function begun(cause: string, comparison: Comparison, limit: number | string): WrittenRule {
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
  };
}

function threshold(cause: string, comparison: Comparison, limit: number | string): Threshold {
  const rule = begun(cause, comparison, limit);
  const plain = condition(rule);
  return {
    for: plain.for,
    onlyWhile: plain.onlyWhile,
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

function condition(rule: WrittenRule): Condition {
  const itself: Condition = {
    for: (ms) => {
      rule.holdFor = ms;
      return itself;
    },
    onlyWhile: (actuator, state) => {
      rule.guard = actuator;
      rule.guardState = state;
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

function ended(
  rule: WrittenRule,
  action: Action,
  target: string,
  state: number | string,
  stays: number,
): Rule {
  rule.action = action;
  rule.target = target;
  rule.state = state;
  rule.stays = stays;
  return newRule(rule);
}
