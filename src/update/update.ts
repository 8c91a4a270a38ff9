// An update over the air, without I/O: from an offer to the confirmed image. Slices are asked for one at a
// time, so a link may be cut and a message lost or doubled anywhere; whatever was not asked for is not heard.
// The flash has parts beside the running image's until one write switches: power may fail at each of them.
import { wholeNumber } from "../bytes/whole-number.ts";
import type { Storage } from "../ports/storage.ts";
import type { UpdateStore } from "../ports/update-store.ts";
import { addressFault, partNamed, partsFault, roomFault, type UpdateFacts } from "./fit.ts";
import {
  DIGEST_DIGITS,
  digestText,
  type Manifest,
  type ManifestPart,
  MOST_MANIFEST_BYTES,
  readManifest,
  signatureOf,
} from "./manifest.ts";
import {
  confirm,
  MOST_STARTS,
  NONE_TRIED,
  readStanding,
  type Standing,
  slotRecord,
  takeBack,
  tryOut,
} from "./standing.ts";
import { tagFault } from "./tag.ts";

/** Nothing is fetched. */
const IDLE = 0;
/** The manifest is fetched. */
const READING = 1;
/** Its parts are. */
const FETCHING = 2;
/** All is done until the device starts anew. */
const SWITCHED = 3;

/**
 * Whoever may write at the broker can offer signed manifests and send wrong parts without end, and each wears the
 * flash: so much may come to nothing, a manifest counting 1 and a wrong part 2, of which the runtime forgets one in each
 * hour. A start forgets nothing: whoever may write at the broker may order one.
 */
const MOST_SPENT = 8;
const TOO_MUCH = "too much has come to nothing; another one is taken in some hours";
/** The record of it: in digits, a space, and the digest of the manifest that was counted last. */
export const SPENT_RECORD = "update-spent";
const WRONG_PART = 2;

/** In place of a part's name: the manifest. */
export const THE_MANIFEST = "";

/**
 * What an update asks of those who run it. Each function is given its own host, and none calls the update
 * back before it has returned.
 */
export interface UpdateHost {
  /**
   * Ask for `count` bytes of a part, or of THE_MANIFEST, from `at` on. What was asked for before is not
   * wanted any more.
   */
  ask(this: void, host: UpdateHost, name: string, at: number, count: number): void;
  /** A sentence for the owner. */
  say(this: void, host: UpdateHost, text: string): void;
  /** Start anew, by the loader. */
  restart(this: void, host: UpdateHost): void;
}

export interface Update {
  facts: UpdateFacts;
  storage: Storage;
  store: UpdateStore;
  host: UpdateHost;
  standing: Standing;
  /** The slot of the image that runs. */
  started: number;
  state: number;
  /** The digest and the bytes of the manifest that was offered, and what has come of it. */
  id: string;
  bytes: number;
  text: string;
  manifest: Manifest | undefined;
  /** Parts of the running image. */
  running: ManifestPart[];
  /** The place of the part that is fetched, how much of it is there, and how often it came wrong. */
  part: number;
  at: number;
  wrong: number;
  /** How much of MOST_SPENT is used up, and the digest of the manifest that was counted last. */
  spent: number;
  spentOn: string;
  /** An offer that waits for the end of the trial. */
  waiting: string;
}

/** `started`: the slot that the loader has chosen. @cold */
export function beginUpdates(
  facts: UpdateFacts,
  storage: Storage,
  store: UpdateStore,
  host: UpdateHost,
  started: number,
): Update {
  const standing = readStanding(storage);
  const spent = storage.readRecord(SPENT_RECORD) ?? "";
  // The loader could not write it.
  if (standing.tried !== NONE_TRIED && standing.starts >= MOST_STARTS && standing.tried !== started)
    takeBack(storage, standing);
  return {
    facts,
    storage,
    store,
    host,
    standing,
    started,
    state: IDLE,
    id: "",
    bytes: 0,
    text: "",
    manifest: undefined,
    running: [],
    part: 0,
    at: 0,
    wrong: 0,
    spent: wholeNumber(spent.substring(0, Math.max(spent.indexOf(" "), 0))) ?? 0,
    spentOn: spent.substring(spent.indexOf(" ") + 1),
    waiting: "",
  };
}

/** A device that sleeps has used up so much of it before this wake. @cold */
export function goOnSpent(update: Update, spent: number): void {
  update.spent = spent;
}

/** An hour has passed. @cold */
export function forgetOneSpent(update: Update): void {
  setSpent(update, Math.max(0, update.spent - 1));
}

/** It stays so over a start. @cold */
function setSpent(update: Update, spent: number): void {
  if (spent === update.spent) return;
  update.spent = spent;
  update.storage.writeRecord(SPENT_RECORD, `${spent} ${update.spentOn}`);
}

/** Does an image run that is not confirmed yet? */
export function isOnTrial({ standing, started }: Update): boolean {
  return standing.tried === started;
}

/**
 * An offer has come: the bytes of a manifest, a space, and its digest. The same one again goes on where the
 * update is. @cold
 */
export function takeOffer(update: Update, offer: string): void {
  const { standing, host } = update;
  const space = offer.indexOf(" ");
  const bytes = wholeNumber(offer.substring(0, Math.max(space, 0))) ?? 0;
  const id = offer.substring(space + 1);
  if (bytes < 1 || bytes > MOST_MANIFEST_BYTES || id.length !== DIGEST_DIGITS) {
    host.say(host, "update refused: the offer names no manifest");
    return;
  }
  if (update.state === SWITCHED || id === standing.id) return;
  if (standing.tried !== NONE_TRIED) {
    update.waiting = offer;
    return;
  }
  if (id === standing.failed) {
    host.say(host, "update refused: it was taken back before");
    return;
  }
  if (update.state === IDLE || id !== update.id) {
    if (update.spent >= MOST_SPENT) {
      host.say(host, `update refused: ${TOO_MUCH}`);
      return;
    }
    update.state = READING;
    update.id = id;
    update.bytes = bytes;
    update.text = "";
    update.manifest = undefined;
  }
  askAgain(update);
}

/** There is no offer any more: nothing is fetched. @cold */
export function withdrawOffer(update: Update): void {
  update.waiting = "";
  if (!isFetching(update)) return;
  update.state = IDLE;
  update.text = "";
  update.manifest = undefined;
  update.host.say(update.host, "update: it is not offered any more");
}

/** Is something of an update asked for? */
export function isFetching({ state }: Update): boolean {
  return state === READING || state === FETCHING;
}

/** Does the device start anew, by the loader, in a moment? */
export function isSwitched({ state }: Update): boolean {
  return state === SWITCHED;
}

/** Hundredths of what is fetched that are here: 0 to 100. @cold */
export function fetchedPercent({ state, manifest, part, at }: Update): number {
  if (manifest === undefined || state === READING) return 0;
  let bytes = 0;
  let here = at;
  for (let i = 0; i < manifest.parts.length; i++) {
    bytes += manifest.parts[i].bytes;
    if (i < part) here += manifest.parts[i].bytes;
  }
  return part >= manifest.parts.length ? 100 : Math.floor((here * 100) / bytes);
}

/** Asks for what is lacking: after each connection, and when no answer has come for a while. @cold */
export function askAgain(update: Update): void {
  const { host, state, manifest, part, at, facts, bytes, text } = update;
  if (state === READING) {
    host.ask(host, THE_MANIFEST, text.length, Math.min(facts.sliceBytes, bytes - text.length));
    return;
  }
  const fetched = state === FETCHING && manifest !== undefined ? manifest.parts[part] : undefined;
  if (fetched !== undefined) host.ask(host, fetched.name, at, Math.min(facts.sliceBytes, fetched.bytes - at));
}

/** A slice has come. What was not asked for is not heard. @cold */
export function takeSlice(update: Update, name: string, at: number, slice: string): void {
  const { state, manifest, facts } = update;
  if (state === READING) {
    const count = Math.min(facts.sliceBytes, update.bytes - update.text.length);
    if (name !== THE_MANIFEST || at !== update.text.length || slice.length !== count) return;
    update.text += slice;
    if (update.text.length < update.bytes) askAgain(update);
    else judge(update);
    return;
  }
  const part = state === FETCHING && manifest !== undefined ? manifest.parts[update.part] : undefined;
  if (part === undefined || name !== part.name || at !== update.at) return;
  if (slice.length !== Math.min(facts.sliceBytes, part.bytes - at)) return;
  if (!update.store.append(name, at, slice, part.bytes)) {
    // Bytes that no part has may be the reason.
    setSpent(update, update.spent + WRONG_PART);
    update.store.remove(name);
    stop(update, `the flash did not take the part "${name}"`);
    return;
  }
  update.at = at + slice.length;
  if (update.at < part.bytes) askAgain(update);
  else goOn(update);
}

/** Nothing of it is fetched any more. What is there stays, for the next offer of it. @cold */
function stop(update: Update, reason: string): void {
  update.state = IDLE;
  update.text = "";
  update.manifest = undefined;
  update.host.say(update.host, `update refused: ${reason}`);
}

/** The manifest is here. @cold */
function judge(update: Update): void {
  const { facts, standing, storage, store, text } = update;
  if (digestText(facts.key.hash(text)) !== update.id) {
    stop(update, "the manifest is not the one that was offered");
    return;
  }
  const unsigned = tagFault(facts.key, signatureOf(text));
  if (unsigned !== "") {
    stop(update, unsigned);
    return;
  }
  const manifest = readManifest(text);
  let fault = manifest.fault;
  if (fault === "") fault = addressFault(facts, standing, manifest);
  const running = readManifest(storage.readRecord(slotRecord(standing.slot)) ?? "");
  // Without it nobody knows which parts run.
  if (fault === "" && running.fault !== "")
    fault = "the running image has no manifest: flash it once by the cable";
  if (fault === "") fault = partsFault(store, running.parts, manifest);
  if (fault === "") {
    // Power may go as often as it likes while the same one is fetched. Counted before it costs anything.
    if (update.spentOn !== update.id) {
      update.spentOn = update.id;
      setSpent(update, update.spent + 1);
    }
    removeOthers(store, running.parts, manifest.parts);
    fault = roomFault(store, manifest.parts, text.length);
  }
  if (fault !== "") {
    stop(update, fault);
    return;
  }
  update.manifest = manifest;
  update.running = running.parts;
  update.part = 0;
  update.wrong = 0;
  update.state = FETCHING;
  goOn(update);
}

/** Parts of earlier images, and of updates that came to nothing. @cold */
function removeOthers(
  store: UpdateStore,
  running: readonly ManifestPart[],
  wanted: readonly ManifestPart[],
): void {
  for (const name of store.parts()) {
    if (partNamed(running, name) === undefined && partNamed(wanted, name) === undefined) store.remove(name);
  }
}

/** Asks for the first part that is not whole, or switches. @cold */
function goOn(update: Update): void {
  const parts = update.manifest?.parts ?? [];
  while (update.part < parts.length) {
    const part = parts[update.part];
    if (part === undefined || !checkPart(update, part)) {
      askAgain(update);
      return;
    }
    update.part += 1;
    update.wrong = 0;
  }
  switchOver(update, parts);
}

/**
 * Compares a part with its digest once it is as long as it should be. Returns whether it is whole: a wrong part
 * is removed and comes again, or ends the update. @cold
 */
function checkPart(update: Update, { name, bytes, digest }: ManifestPart): boolean {
  const { store, text } = update;
  update.at = store.lengthOf(name);
  if (update.at < bytes) return false;
  if (update.at === bytes && digestText(store.digestOf(name)) === digest) return true;
  setSpent(update, update.spent + WRONG_PART);
  if (partNamed(update.running, name) !== undefined)
    stop(update, `the running image's part "${name}" is damaged: flash it by the cable`);
  else {
    store.remove(name);
    update.at = store.lengthOf(name);
    // A removed part may keep its room.
    let fault =
      update.wrong > 0 ? `the part "${name}" came twice with other content than its manifest says` : "";
    update.wrong = 1;
    if (fault === "" && update.spent >= MOST_SPENT) fault = TOO_MUCH;
    if (fault === "" && update.at > 0) fault = `the flash does not let the part "${name}" go`;
    if (fault === "") fault = roomFault(store, update.manifest?.parts ?? [], text.length);
    if (fault !== "") stop(update, fault);
  }
  return false;
}

/** All parts were whole when they came: they are once more, and the one write that counts follows. @cold */
function switchOver(update: Update, parts: readonly ManifestPart[]): void {
  const { store, storage, standing, text, id, host, manifest } = update;
  for (const { name, bytes, digest } of parts) {
    if (store.lengthOf(name) !== bytes || digestText(store.digestOf(name)) !== digest) {
      stop(update, `the part "${name}" did not stay as it came`);
      return;
    }
  }
  const record = slotRecord(1 - standing.slot);
  const isKept = storage.writeRecord(record, text) && storage.readRecord(record) === text;
  if (!isKept || manifest === undefined || !tryOut(storage, standing, manifest.counter, id)) {
    stop(update, "the flash did not take the manifest");
    return;
  }
  update.state = SWITCHED;
  host.say(host, `update: ${manifest.version} is on trial`);
  host.restart(host);
}

/** The image on trial has been connected for a minute: it stays. @cold */
export function confirmUpdate(update: Update): void {
  const { storage, standing, host, waiting } = update;
  if (!isOnTrial(update)) return;
  if (!confirm(storage, standing)) {
    host.say(host, "update: the flash did not take that the image is confirmed");
    return;
  }
  setSpent(update, 0);
  host.say(host, "update: the image is confirmed");
  update.waiting = "";
  if (waiting !== "") takeOffer(update, waiting);
}
