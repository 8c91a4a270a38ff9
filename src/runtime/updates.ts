// Updates by message: the offer, what the device lacks of it, slices of that, and how it goes. src/update
// decides all else.
import { elapsed } from "../bytes/milliseconds.ts";
import { wholeNumber } from "../bytes/whole-number.ts";
import type { UpdateOptions } from "../device/declare/device.ts";
import { INFO } from "../device/run/log.ts";
import { commandTopic, sliceTopic, UPDATE_NAME, valueTopic, wantTopic } from "../device/run/topics.ts";
import { forgetStarts } from "../device/run/unsteady-starts.ts";
import { SAFE_MODE, SLEEP } from "../features.ts";
import { isConnected } from "../mqtt/connection-state.ts";
import { publish } from "../mqtt/outbox.ts";
import { prepare } from "../mqtt/publication.ts";
import { type Subscriber, subscribe } from "../mqtt/subscriptions.ts";
import type { UpdatePort } from "../ports/updates.ts";
import { readKey } from "../update/key.ts";
import { DIGEST_DIGITS, readManifest } from "../update/manifest.ts";
import { slotRecord } from "../update/standing.ts";
import {
  askAgain,
  beginUpdates,
  confirmUpdate,
  fetchedPercent,
  forgetOneSpent,
  isFetching,
  isOnTrial,
  isSwitched,
  takeOffer,
  takeSlice,
  type Update,
  type UpdateHost,
  withdrawOffer,
} from "../update/update.ts";
import { say } from "./problems.ts";
import { RESTART_NOW } from "./remote-settings.ts";
import { LONGEST_MS, type Runtime } from "./runtime.ts";

/** An image on trial is confirmed once it has been connected for so long. */
const CONFIRM_MS = 60000;
/** One that is not confirmed starts anew then, which counts. */
const TRIAL_MS = 600000;
/** An answer comes within this; then it is asked for again, and each time after twice as long. */
const FIRST_WAIT_MS = 5000;
/** A device that sleeps stays awake so long for what it has asked for: then nobody holds the update. */
const PATIENCE_MS = 15000;
/** And so long at one wake, whoever sends slowly; the next one goes on. */
const MOST_AWAKE_MS = 600000;
/** Before a signed manifest is there less: whoever has no key offers another one without end. */
const UNSIGNED_AWAKE_MS = 60000;
/** A device forgets in this time one of what came to nothing. */
const FORGET_MS = 3600000;
/** What found no room on the link goes out after this. */
const AGAIN_MS = 1000;
/**
 * Of a slice's packet: fixed header, length of the topic, identifier, properties; and its name, place and
 * line feed.
 */
const PACKET_BYTES = 10;
const HEAD_BYTES = 37;
/** Of one slice: a part of most boards has no more. */
const MOST_SLICE_BYTES = 8192;
/** In a message, in place of a part's name: the manifest. */
const MANIFEST_WORD = "-";
/** Progress is told in such steps, in hundredths. */
const STEP_PERCENT = 5;

export interface Updates extends UpdateHost {
  runtime: Runtime;
  update: Update;
  /** The version of the image that runs. */
  version: string;
  startedAt: number;
  /**
   * What is asked for, in words; when, and for how long an answer is waited for. It is to be sent, or was.
   */
  question: string;
  askedAt: number;
  waitMs: number;
  /** When an offer, a part of one or a connection came last. */
  cameAt: number;
  isToAsk: boolean;
  /** The digest of the manifest that was offered last; "": none. */
  offered: string;
  /** The newest sentence on it, and the progress that was told. The broker is to be told of both, or was. */
  sentence: string;
  toldPercent: number;
  isToTell: boolean;
  isToRestart: boolean;
  /** Since when nothing has come to nothing, or one of it was forgotten last. */
  forgotAt: number;
}

interface Taker extends Subscriber {
  updates: Updates;
}

/** The device takes offers from now on. @cold */
export function startUpdates(
  runtime: Runtime,
  port: UpdatePort,
  name: string,
  options: UpdateOptions,
  packetBytes: number,
  now: number,
): Updates {
  const { ports, client, root, id } = runtime;
  const most = packetBytes - sliceTopic(root).length - PACKET_BYTES - HEAD_BYTES;
  const running = readManifest(ports.readRecord(slotRecord(port.started)) ?? "");
  const facts = {
    name,
    board: port.board === "" ? running.board : port.board,
    target: port.target === "" ? running.target : port.target,
    device: id,
    key: readKey(ports, options.key, port.hashes),
    sliceBytes: Math.max(1, Math.min(MOST_SLICE_BYTES, most)),
  };
  const idle: Omit<Updates, "update"> = {
    runtime,
    version: running.version,
    startedAt: now,
    question: "",
    askedAt: now,
    waitMs: FIRST_WAIT_MS,
    cameAt: now,
    isToAsk: false,
    offered: "",
    sentence: "",
    toldPercent: 0,
    isToTell: true,
    isToRestart: false,
    forgotAt: now,
    ask,
    say: tellSentence,
    restart,
  };
  // Each needs the other.
  const updates = idle as Updates;
  updates.update = beginUpdates(facts, ports, port.store, updates, port.started);
  // Whatever the image does until then: what is not confirmed starts anew.
  if (isOnTrial(updates.update)) ports.restartIn(TRIAL_MS);
  const offers: Taker = { updates, deliver: deliverOffer };
  const slices: Taker = { updates, deliver: deliverSlice };
  subscribe(client, commandTopic(root, UPDATE_NAME), 1, offers);
  subscribe(client, sliceTopic(root), 1, slices);
  return updates;
}

/** @cold */
function deliverOffer({ updates }: Taker, offer: string): void {
  const digest = offer.substring(offer.indexOf(" ") + 1);
  // It is told in a line of its own.
  updates.offered = digest.length === DIGEST_DIGITS && digest.indexOf("\n") < 0 ? digest : "";
  updates.sentence = "";
  if (offer === "") withdrawOffer(updates.update);
  else takeOffer(updates.update, offer);
  updates.isToTell = true;
  updates.runtime.ports.wake(1);
}

/** "part-1f 512", a line feed, and the bytes from there on. @cold */
function deliverSlice({ updates }: Taker, message: string): void {
  const end = message.indexOf("\n");
  const space = message.indexOf(" ");
  if (space < 1 || end < space) return;
  const name = message.substring(0, space);
  const at = wholeNumber(message.substring(space + 1, end));
  if (at === undefined) return;
  takeSlice(updates.update, name === MANIFEST_WORD ? "" : name, at, message.substring(end + 1));
  updates.runtime.ports.wake(1);
}

/** @cold */
function tellSentence(updates: Updates, text: string): void {
  say(updates.runtime, INFO, text);
  updates.sentence = text;
  updates.isToTell = true;
}

/** @cold */
function restart(updates: Updates): void {
  updates.isToRestart = true;
  updates.runtime.ports.wake(1);
}

/** @cold */
function ask(updates: Updates, name: string, at: number, count: number): void {
  updates.question = `${updates.update.id} ${name === "" ? MANIFEST_WORD : name} ${at} ${count}`;
  updates.isToAsk = true;
  updates.waitMs = FIRST_WAIT_MS;
  if (SLEEP) updates.cameAt = updates.runtime.ports.milliseconds();
  updates.runtime.ports.wake(1);
}

/** A connection has come. @cold */
export function resumeUpdates(updates: Updates): void {
  updates.isToTell = true;
  askAgain(updates.update);
}

/** Does what is due. Returns the milliseconds until it is next needed, or `RESTART_NOW`. */
export function pollUpdates(updates: Updates, now: number): number {
  if (updates.isToRestart) {
    updates.isToRestart = false;
    return RESTART_NOW;
  }
  let next = isOnTrial(updates.update) ? pollTrial(updates, now) : LONGEST_MS;
  if (next === RESTART_NOW || !isConnected(updates.runtime.client)) return next;
  next = Math.min(next, pollForgetting(updates, now));
  return Math.min(next, pollFetching(updates, now), tell(updates));
}

/**
 * For how many milliseconds a device that sleeps stays awake for its update; 0: for none. An image on trial is
 * confirmed or starts anew while it is awake. @cold
 */
export function awakeForUpdate({ runtime, update, cameAt, startedAt }: Updates, now: number): number {
  if (isOnTrial(update) || isSwitched(update)) return LONGEST_MS;
  const most = update.manifest === undefined ? UNSIGNED_AWAKE_MS : MOST_AWAKE_MS;
  if (!isFetching(update) || !isConnected(runtime.client) || elapsed(now, startedAt) > most) return 0;
  return Math.max(0, PATIENCE_MS - elapsed(now, cameAt));
}

/** @cold */
function pollTrial(updates: Updates, now: number): number {
  const { client, ports } = updates.runtime;
  const { update } = updates;
  if (!isConnected(client)) return Math.max(RESTART_NOW, TRIAL_MS - elapsed(now, updates.startedAt));
  const left = CONFIRM_MS - elapsed(now, client.connection.since);
  if (left > 0) return left;
  // The confirmed image's next start is counted beside those of the image that it replaces.
  if (SAFE_MODE) forgetStarts(ports);
  confirmUpdate(update);
  updates.isToTell = true;
  if (isOnTrial(update)) return LONGEST_MS;
  ports.stayOn();
  return 1;
}

function pollForgetting(updates: Updates, now: number): number {
  const left = FORGET_MS - elapsed(now, updates.forgotAt);
  if (left > 0 && updates.update.spent > 0) return left;
  updates.forgotAt = now;
  forgetOneSpent(updates.update);
  return LONGEST_MS;
}

/** @cold */
function pollFetching(updates: Updates, now: number): number {
  const { client, root } = updates.runtime;
  const { update } = updates;
  if (!isFetching(update)) return LONGEST_MS;
  const left = updates.waitMs - elapsed(now, updates.askedAt);
  if (!updates.isToAsk && left > 0) return left;
  if (!updates.isToAsk) updates.waitMs = Math.min(2 * updates.waitMs, LONGEST_MS);
  updates.isToAsk =
    publish(client, prepare(wantTopic(root), 0, false, "reject"), updates.question) !== "sent";
  updates.askedAt = now;
  return updates.isToAsk ? AGAIN_MS : updates.waitMs;
}

/** Tells how it goes, where that is news. @cold */
function tell(updates: Updates): number {
  const { client, root } = updates.runtime;
  const { update } = updates;
  const percent = fetchedPercent(update);
  const step = percent - updates.toldPercent;
  if (isFetching(update) && (step < 0 || step >= STEP_PERCENT)) updates.isToTell = true;
  if (!updates.isToTell) return LONGEST_MS;
  const publication = prepare(valueTopic(root, UPDATE_NAME), 0, true, "reject");
  if (publish(client, publication, standingText(updates, percent)) === "refused: busy") return AGAIN_MS;
  updates.toldPercent = percent;
  updates.isToTell = false;
  return LONGEST_MS;
}

/** @cold */
function standingText({ update, version, sentence, offered }: Updates, percent: number): string {
  const { facts, standing } = update;
  const isTried = isOnTrial(update);
  // Nothing up to the counter is taken any more.
  const counter = isTried ? standing.triedCounter : standing.counter;
  const runs = isTried ? standing.triedId : standing.id;
  const state = isFetching(update) ? "fetching" : isTried ? "on trial" : "idle";
  const running = `version=${version}\nboard=${facts.board}\ntarget=${facts.target}\ncounter=${counter}\nruns=${runs}\n`;
  return `${running}state=${state}\noffer=${offered}\npercent=${percent}\nsays=${sentence}\n`;
}
