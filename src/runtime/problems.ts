// Problems of a device, and other lines worth saying: on the console, and to the broker.
import {
  missedWords,
  misunderstoodWords,
  stuckWords,
  tooEarlyWords,
  waitingWords,
} from "../device/run/actuator-fault.ts";
import {
  addProblem,
  CHANGED,
  endTelling,
  forgetProblems,
  NOTHING_WRONG,
  problemText,
  TOLD,
  UNTOLD,
} from "../device/run/health.ts";
import { INFO, note, WARNING } from "../device/run/log.ts";
import { problemTopic } from "../device/run/topics.ts";
import { ANNOUNCED } from "../discovery/announcer.ts";
import {
  CLOCK,
  CONFIRMATIONS,
  DISCOVERY,
  DISPLAYS,
  INTERLOCKS,
  JOURNAL,
  LATE_WILLS,
  LOG,
  MINIMUM_TIMES,
  ONLY_WHILE,
  REFUSALS,
  REMOTE_SETTINGS,
  REPLIES,
  SAFE_MODE,
  SEALED,
  SNTP,
  SWITCHES,
  ZONE_SETTING,
} from "../features.ts";
import { KICKED, MOST_KICKS } from "../mqtt/backoff.ts";
import { isConnected } from "../mqtt/connection-state.ts";
import { publish } from "../mqtt/outbox.ts";
import { prepare } from "../mqtt/publication.ts";
import { LEFT_LONG, leftOutWords } from "../mqtt/subscription-stage.ts";
import { unansweredWords } from "../mqtt/version-5/wanted-answer.ts";
import { journalProblem } from "./device-journal.ts";
import { serverWords, timeWords, zoneWords } from "./device-time.ts";
import { ALIVE, tellAlive } from "./presence.ts";
import type { Runtime } from "./runtime.ts";
import { SAFE_WORDS } from "./safe-mode.ts";

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

/**
 * What is wrong, the most important first: what may do harm, what is not measured, what was not done, and the
 * device's own. @cold
 */
function findProblem(runtime: Runtime): void {
  forgetProblems(runtime.health);
  if (SAFE_MODE && runtime.safeMode?.isOn === true) found(runtime, "", SAFE_WORDS);
  if (CONFIRMATIONS || ONLY_WHILE) {
    for (const actuator of runtime.actuators) {
      const { label } = actuator.declaration;
      if (CONFIRMATIONS) found(runtime, label, stuckWords(actuator));
      if (ONLY_WHILE) found(runtime, label, missedWords(actuator));
    }
  }
  for (const { part, fault } of runtime.measurements) found(runtime, part.role, fault);
  if (DISPLAYS) {
    for (const { part, fault } of runtime.displays) found(runtime, part.role, fault);
  }
  if (SWITCHES) {
    for (const actuator of runtime.actuators) {
      const { label } = actuator.declaration;
      found(runtime, label, misunderstoodWords(actuator));
      if (REFUSALS) found(runtime, label, tooEarlyWords(actuator));
      if (MINIMUM_TIMES || INTERLOCKS) found(runtime, label, waitingWords(actuator));
    }
  }
  if (SEALED && runtime.seals !== undefined) found(runtime, "", runtime.seals.problem);
  if (CLOCK && runtime.time !== undefined) found(runtime, "", timeWords(runtime.time));
  if (SNTP && runtime.time !== undefined) found(runtime, "", serverWords(runtime.time));
  if (JOURNAL) found(runtime, "", journalProblem(runtime));
  if (ZONE_SETTING && runtime.time !== undefined) found(runtime, "", zoneWords(runtime.time));
  if (runtime.client.backoff.kicks >= MOST_KICKS) found(runtime, "", KICKED);
  for (const { filter, stage } of runtime.client.subscriptions.all) {
    if (stage >= LEFT_LONG) found(runtime, "", unsubscribedWords(filter, stage));
  }
  if (DISCOVERY) found(runtime, "not announced", runtime.announcing.leftOut);
  if (REPLIES) found(runtime, "", unansweredWords(runtime.client));
  // Whoever sent the settings waits for this.
  if (REMOTE_SETTINGS) found(runtime, "", runtime.settings.settingsProblem);
  if (runtime.health.problem === NOTHING_WRONG) say(runtime, INFO, "problem: " + NOTHING_WRONG);
}

/**
 * Says a fault, and keeps it for the broker. It is of a part or an actuator, or of the device itself (""). No
 * fault is "". @cold
 */
function found(runtime: Runtime, of: string, fault: string): void {
  if (fault === "") return;
  const problem = of === "" ? fault : of + ": " + fault;
  addProblem(runtime.health, problem, of !== "");
  say(runtime, WARNING, "problem: " + problem);
}

/** The broker is not asked for a filter any more. @cold */
export function unsubscribedWords(filter: string, stage: number): string {
  return "not subscribed to " + filter + ": " + leftOutWords(stage);
}

/** @cold */
function tellProblem(runtime: Runtime): void {
  const publication = prepare(problemTopic(runtime.root), 0, true, "reject");
  if (publish(runtime.client, publication, problemText(runtime.health)) === "sent")
    endTelling(runtime.health);
}
