// What a device does by itself: its rules and policies, looked at when what they depend on has changed, or their time has
// come. They are not in memory in between, where the target can read them from flash.
import { elapsed } from "../bytes/milliseconds.ts";
import { OFFLINE_STATES, POLICIES, RULES, WATCHED_READINGS } from "../features.ts";
import { CONNECTED } from "../mqtt/client.ts";
import { type Acting, LONGEST_WAIT_MS } from "./acting.ts";
import { pollPolicies } from "./policies.ts";
import { pollRules } from "./rules/poll-rules.ts";

/** Acts, if there is a reason to. Returns the milliseconds until it is next needed. */
export function actWhenDue(acting: Acting, now: number): number {
  if (WATCHED_READINGS) {
    for (const sensor of acting.sensors) {
      if (sensor.renewed) acting.stirred = true;
      sensor.renewed = false;
    }
  }
  if (OFFLINE_STATES && (acting.client.state !== CONNECTED) !== acting.away) acting.stirred = true;
  const left = acting.actWait - elapsed(now, acting.actedAt);
  if (!acting.stirred && left > 0) return left;
  acting.stirred = false;
  acting.actedAt = now;
  acting.actWait = act(acting, now);
  // What one has done, another may wait for.
  return acting.stirred ? 1 : acting.actWait;
}

/** @cold */
function act(acting: Acting, now: number): number {
  const rules = RULES ? pollRules(acting, now) : LONGEST_WAIT_MS;
  const policies = POLICIES ? pollPolicies(acting, now) : LONGEST_WAIT_MS;
  return Math.min(rules, policies);
}
