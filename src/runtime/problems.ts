// What goes wrong, and what is worth a line: said on the console, and to the broker.
import { faultOf } from "../device/actuator-fault.ts";
import { CHANGED, endTelling, setProblem, TOLD, UNTOLD } from "../device/health.ts";
import { INFO, note, WARNING } from "../device/log.ts";
import { problemTopic } from "../device/topics.ts";
import { ANNOUNCED } from "../discovery/announcer.ts";
import { DISCOVERY, LATE_WILLS, LOG, REMOTE_SETTINGS, SWITCHES } from "../features.ts";
import { KICKED, MOST_KICKS } from "../mqtt/backoff.ts";
import { isConnected } from "../mqtt/connection-state.ts";
import { publish } from "../mqtt/outbox.ts";
import { prepare } from "../mqtt/publication.ts";
import { ALIVE, tellAlive } from "./presence.ts";
import type { Runtime } from "./runtime.ts";

/** A line for whoever watches the console, and for the broker where the device declares a log. */
export function say(runtime: Runtime, level: number, line: string): void {
  runtime.ports.log(line);
  if (LOG && runtime.lines !== undefined) {
    // A flood of lines must not put off the waking that the first one asks for.
    if (runtime.lines.lines === "") runtime.ports.wake(1);
    note(runtime.lines, level, line);
  }
}

/** Says what is wrong, when that has changed. */
export function report(runtime: Runtime): void {
  const standing = runtime.health.standing;
  if (standing !== TOLD && (standing === CHANGED || isConnected(runtime.client))) reportProblem(runtime);
  if (LATE_WILLS && runtime.presence.status !== ALIVE && isConnected(runtime.client))
    tellAlive(runtime.presence, runtime.client, runtime.root);
}

/** Looks for what is wrong, where it is not what it was, and tells the broker. @cold */
function reportProblem(runtime: Runtime): void {
  if (runtime.health.standing === CHANGED) findProblem(runtime);
  // Behind the announcements, as states are: told before, it would be told twice.
  if (
    runtime.health.standing === UNTOLD &&
    isConnected(runtime.client) &&
    !(DISCOVERY && runtime.announcing.next > ANNOUNCED)
  )
    tellProblem(runtime);
}

/** What is wrong: the fault of a part, or a command that was not understood. @cold */
function findProblem(runtime: Runtime): void {
  let problem = "none";
  if (SWITCHES) {
    for (const actuator of runtime.actuators) {
      const fault = faultOf(actuator);
      if (fault !== "") problem = actuator.declaration.label + ": " + fault;
    }
  }
  for (const { part, fault } of runtime.measurements) {
    if (fault !== "") problem = part.role + ": " + fault;
  }
  if (runtime.client.backoff.kicks >= MOST_KICKS) problem = KICKED;
  if (DISCOVERY && runtime.announcing.leftOut !== "")
    problem = "not announced: " + runtime.announcing.leftOut;
  if (REMOTE_SETTINGS && runtime.settings.settingsProblem !== "") problem = runtime.settings.settingsProblem;
  setProblem(runtime.health, problem);
  say(runtime, problem === "none" ? INFO : WARNING, "problem: " + problem);
}

/** @cold */
function tellProblem(runtime: Runtime): void {
  const publication = prepare(problemTopic(runtime.root), 0, true, "reject");
  if (publish(runtime.client, publication, runtime.health.problem) === "sent") endTelling(runtime.health);
}
