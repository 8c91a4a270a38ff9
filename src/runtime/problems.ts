// What goes wrong, and what is worth a line: said on the console, and to the broker.
import { faultOf } from "../device/actuator-fault.ts";
import { INFO, note, WARNING } from "../device/log.ts";
import { statusPublication } from "../device/status.ts";
import { problemTopic } from "../device/topics.ts";
import { ANNOUNCED } from "../discovery/announcer.ts";
import { DISCOVERY, LATE_WILLS, LOG, REMOTE_SETTINGS, SWITCHES } from "../features.ts";
import { CONNECTED } from "../mqtt/client.ts";
import { KICKED, MOST_KICKS } from "../mqtt/ending.ts";
import { publish } from "../mqtt/outbox.ts";
import { prepare, topicOf } from "../mqtt/publication.ts";
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
  if (runtime.changed) findProblem(runtime);
  // Behind the announcements, as states are: told before, it would be told twice.
  if (runtime.untold && runtime.client.state === CONNECTED && !(DISCOVERY && runtime.announcing > ANNOUNCED))
    tellProblem(runtime);
  if (LATE_WILLS && runtime.declaredDead && runtime.client.state === CONNECTED) tellAlive(runtime);
}

/** What is wrong: the fault of a part, or a command that was not understood. @cold */
function findProblem(runtime: Runtime): void {
  let problem = "none";
  if (SWITCHES) {
    for (const actuator of runtime.actuators) {
      const fault = faultOf(actuator);
      if (fault !== "") problem = topicOf(actuator.publication) + ": " + fault;
    }
  }
  for (const part of runtime.parts) {
    if (part.fault !== "") problem = part.role + ": " + part.fault;
  }
  if (runtime.client.kicks >= MOST_KICKS) problem = KICKED;
  if (DISCOVERY && runtime.leftOut !== "") problem = "not announced: " + runtime.leftOut;
  if (REMOTE_SETTINGS && runtime.settingsProblem !== "") problem = runtime.settingsProblem;
  runtime.changed = false;
  runtime.problem = problem;
  runtime.untold = true;
  if (problem !== "none") runtime.problems += 1;
  say(runtime, problem === "none" ? INFO : WARNING, "problem: " + problem);
}

/** @cold */
function tellProblem(runtime: Runtime): void {
  const publication = prepare(problemTopic(runtime.root), 0, true, "reject");
  runtime.untold = publish(runtime.client, publication, runtime.problem) !== "sent";
}

/** @cold */
function tellAlive(runtime: Runtime): void {
  runtime.declaredDead = publish(runtime.client, statusPublication(runtime.root), "online") !== "sent";
}
