// Automation of a device: its rules and policies, run when a value that they depend on has changed, or their
// time has come. They are not in memory in between, where the target can read them from flash.
import { elapsed } from "../../bytes/milliseconds.ts";
import { FOLLOWS, OFFLINE_STATES, ONLY_WHILE, POLICIES, REFUSALS, RULES } from "../../features.ts";
import { isConnected } from "../../mqtt/connection-state.ts";
import { type ActingDevice, LONGEST_WAIT_MS, stir, waitToAct } from "./automation-state.ts";
import { lookAtReadings } from "./permission.ts";
import { pollPolicies } from "./policies.ts";
import { endRefusals } from "./refusal.ts";
import { pollFollows } from "./rules/poll-follows.ts";
import { pollRules } from "./rules/poll-rules.ts";

/** Runs the automation, if it is due. Returns the milliseconds until the next call is needed. */
export function actWhenDue(device: ActingDevice, now: number): number {
  if (OFFLINE_STATES && !isConnected(device.client) !== device.acting.away) stir(device.acting);
  const left = device.acting.actWait - elapsed(now, device.acting.actedAt);
  if (left > 0) return left;
  device.acting.actedAt = now;
  waitToAct(device.acting, LONGEST_WAIT_MS);
  if (ONLY_WHILE && device.acting.readAnew) lookAtReadings(device);
  const next = act(device, now);
  // What one policy or rule does may make another one due: then `actWait` is 0.
  if (device.acting.actWait > 0) waitToAct(device.acting, next);
  return device.acting.actWait;
}

/** @cold */
function act(device: ActingDevice, now: number): number {
  if (FOLLOWS) pollFollows(device);
  const rules = RULES ? pollRules(device, now) : LONGEST_WAIT_MS;
  const policies = POLICIES ? pollPolicies(device, now) : LONGEST_WAIT_MS;
  const next = Math.min(rules, policies);
  return REFUSALS ? Math.min(next, endRefusals(device, now)) : next;
}
