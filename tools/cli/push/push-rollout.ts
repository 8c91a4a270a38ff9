// The command ringmote push for many devices: offers the update to one wave after the other, and stops behind one in which a device
// did not come back, went back, refused it or reports a problem. What a device runs is all that is remembered of it.
import { setTimeout as sleep } from "node:timers/promises";
import {
  problemTopic,
  statusTopic,
  UPDATE_NAME,
  valueTopic,
  wantTopic,
} from "../../../src/device/run/topics.ts";
import { HASHES } from "../../../src/platform/node/hash.ts";
import type { BrokerConnection } from "../../sim/real-broker/connection.ts";
import { BrokerFault } from "../../sim/real-broker/fault.ts";
import { note, print, printJson } from "../../terminal/output.ts";
import { KeyStore, usualKeyFolder } from "../../update/key-store.ts";
import { SignedCounters } from "../../update/signed-counters.ts";
import {
  type Addressee,
  hmacSigner,
  type Signer,
  signedUpdate,
  type UpdateImage,
} from "../../update/signed-update.ts";
import { atBroker } from "../broker/at-broker.ts";
import { shortName } from "../broker/device-name.ts";
import { keptMessages } from "../broker/kept-messages.ts";
import { brokerOf } from "../broker/tls-files.ts";
import { whenAskedToEnd } from "../when-asked-to-end.ts";
import { columns } from "../words/columns.ts";
import { RunError } from "../words/failure.ts";
import { createProgress } from "../words/progress.ts";
import { answerDevices } from "./answer-devices.ts";
import { meant, parentOf } from "./meant-devices.ts";
import type { PushOptions } from "./push.ts";
import { RolledOut } from "./rollout.ts";
import { type Standing, standingIn } from "./standing.ts";
import { imageFor, type PushedFirmware, pushedFirmware } from "./update-image.ts";
import { inWaves, USUAL_WAVES, wavesOption } from "./waves.ts";

/** Three trials of ten minutes, and what lies between them. */
const USUAL_SECONDS = 2100;
const LOOK_MS = 250;
/** In place of a key, where nothing is offered. */
const UNSIGNED: Signer = hmacSigner("hmac-sha256", HASHES.sha256, "");
const SHOWN_DEVICES = 20;

/** Devices that tell of their updates, in the order of their identities. */
interface Found {
  device: string;
  root: string;
  standing: Standing;
  status: string;
  problem: string;
}

interface Wave {
  percent: number;
  devices: RolledOut[];
}

export async function pushRollout(firmware: string, options: PushOptions): Promise<void> {
  const pushed = await pushedFirmware(firmware, options.as);
  const parent = parentOf(options.to);
  const percents = options.wave ?? wavesOption(USUAL_WAVES);
  await atBroker(brokerOf(options), async (connection) => {
    const found = await foundAt(connection, parent, meant(options.to, parent, pushed.id));
    if (found.length === 0)
      throw new RunError(
        `No device that "${shortName(options.to)}" means tells at ${parent}/ that it takes updates; are they there, and do they declare \`update: { key: "hmac" }\`?`,
      );
    const plan = await planOf(found, pushed, options, percents);
    if (options.dryRun) tellPlan(plan, options);
    else await rollOut(connection, parent, plan, options);
  });
}

async function foundAt(connection: BrokerConnection, parent: string, isMeant: RegExp): Promise<Found[]> {
  const any = `${parent}/+`;
  const kept = await keptMessages(connection, [
    valueTopic(any, UPDATE_NAME),
    statusTopic(any),
    problemTopic(any),
  ]);
  const at = new Map(kept.map(({ topic, payload }) => [topic, payload]));
  const found: Found[] = [];
  for (const { topic, payload } of kept) {
    const root = topic.slice(0, topic.lastIndexOf("/"));
    const device = root.slice(parent.length + 1);
    const standing = topic === valueTopic(root, UPDATE_NAME) ? standingIn(payload) : undefined;
    if (standing === undefined || !isMeant.test(device)) continue;
    const [status, problem] = [at.get(statusTopic(root)) ?? "", at.get(problemTopic(root)) ?? "none"];
    found.push({ device, root, standing, status, problem });
  }
  return found.sort((a, b) => (a.device < b.device ? -1 : 1));
}

interface Plan {
  version: string;
  /** Those that run it already, and those that are offline. */
  have: string[];
  away: string[];
  waves: Wave[];
  /** Those behind the last wave. */
  later: number;
}

interface Offered extends Found {
  image: UpdateImage;
  signer: Signer;
}

/** Signs for each device that is offered it: with LMS that uses one signature each. */
async function planOf(
  found: readonly Found[],
  pushed: PushedFirmware,
  { keys, sign, dryRun }: PushOptions,
  percents: readonly number[],
): Promise<Plan> {
  const store = new KeyStore(keys ?? usualKeyFolder());
  const counters = new SignedCounters(store.folder);
  const images = new Map<string, UpdateImage>();
  for (const { standing } of found) {
    const key = `${standing.board} ${standing.target}`;
    if (!images.has(key)) images.set(key, await imageFor(standing, pushed));
  }
  const planned: { percent: number; offered: Offered[] }[] = [];
  const plan: Plan = { version: "", have: [], away: [], waves: [], later: found.length };
  for (const [i, devices] of inWaves(found, percents).entries()) {
    const offered: Offered[] = [];
    for (const each of devices) {
      const { device, standing, status } = each;
      const image = images.get(`${standing.board} ${standing.target}`) as UpdateImage;
      plan.version = image.version;
      if (standing.version === image.version && standing.state === "idle") plan.have.push(device);
      else if (status === "offline") plan.away.push(device);
      // A dry run signs nothing that would be used up.
      else offered.push({ ...each, image, signer: dryRun ? UNSIGNED : store.signerOf(sign ?? device) });
    }
    planned.push({ percent: percents[i] ?? 0, offered });
    plan.later -= devices.length;
  }
  // Of all waves at once: a counter that is not believed ends the rollout before it begins.
  const told = planned
    .flatMap(({ offered }) => offered)
    .map(({ device, standing }) => ({
      device,
      counter: standing.counter,
    }));
  const addressees = (dryRun ? counters.next(told) : counters.take(told)).values();
  for (const { percent, offered } of planned) {
    const wave: Wave = { percent, devices: [] };
    for (const { device, root, standing, problem, image, signer } of offered) {
      const update = signedUpdate(image, addressees.next().value as Addressee, signer);
      // One that tries it already goes on with that.
      const digest = standing.version === image.version ? standing.runs : update.digest;
      wave.devices.push(new RolledOut(device, root, update, digest, problem));
    }
    plan.waves.push(wave);
  }
  return plan;
}

function tellPlan({ version, have, away, waves, later }: Plan, { json }: PushOptions): void {
  const sizes = waves.map(({ percent, devices }) => ({ wave: percent, devices: devices.length }));
  if (json) printJson({ version, have: have.length, away: away.length, later, waves: sizes });
  else {
    const rows = sizes.map(({ wave, devices }) => [`${wave} %`, String(devices)]);
    print(columns([["wave", "devices"], ...rows], [0, 1]));
    print(
      `${have.length} have version ${version} already, ${away.length} are offline, ${later} would come later. Nothing was offered.`,
    );
  }
}

async function rollOut(
  connection: BrokerConnection,
  parent: string,
  plan: Plan,
  { seconds = USUAL_SECONDS, json }: PushOptions,
): Promise<void> {
  const { version, waves } = plan;
  const all = new Map(waves.flatMap(({ devices }) => devices).map((each) => [each.root, each]));
  const endRequest = whenAskedToEnd();
  answerDevices(connection, all);
  const any = `${parent}/+`;
  await connection.subscribe([wantTopic(any), valueTopic(any, UPDATE_NAME), problemTopic(any)], 1);
  const done: Wave[] = [];
  for (const wave of waves) {
    done.push(wave);
    await offerWave(connection, wave, { version, seconds, endRequest });
    tellWave(wave, json);
    if (wave.devices.some(({ fate }) => fate === "failed")) break;
  }
  const decided = done.flatMap(({ devices }) => devices);
  const named = (fate: string) => decided.filter((each) => each.fate === fate);
  const silent = named("silent").map(({ device }) => device);
  if (silent.length > 0) note(`ringmote: these did not answer: ${shown(silent)}`);
  if (plan.away.length > 0) note(`ringmote: these are offline: ${shown(plan.away)}`);
  const failed = named("failed");
  const again = "the same again goes on with those that do not have it.";
  if (failed.length > 0)
    throw new RunError(
      [
        ...failed.slice(0, SHOWN_DEVICES).map(({ device, why }) => `${device}: ${why}.`),
        `The rollout of version ${version} has stopped behind its wave of ${done.at(-1)?.percent} %: ${failed.length} of its devices failed; ${again}`,
      ].join("\n"),
    );
  const lacking = silent.length + plan.away.length;
  if (lacking > 0) throw new RunError(`${lacking} devices do not have version ${version}; ${again}`);
}

function shown(devices: readonly string[]): string {
  const more = devices.length - SHOWN_DEVICES;
  return `${devices.slice(0, SHOWN_DEVICES).join(", ")}${more > 0 ? ` and ${more} more` : ""}.`;
}

interface Course {
  version: string;
  seconds: number;
  endRequest: Promise<unknown>;
}

/** Returns when each device of the wave has decided, or was waited for. The broker then keeps no offer. */
async function offerWave(
  connection: BrokerConnection,
  { percent, devices }: Wave,
  { version, seconds, endRequest }: Course,
): Promise<void> {
  const offerTopic = ({ root }: RolledOut) => `${valueTopic(root, UPDATE_NAME)}/set`;
  const progress = createProgress(`version ${version}, wave of ${percent} %`);
  let open = devices;
  try {
    for (const each of devices) {
      each.offered(performance.now());
      // One that tries it already needs no offer.
      if (each.digest === each.update.digest)
        await connection.publish(offerTopic(each), each.update.offer, true);
    }
    while (open.length > 0) {
      const pause = sleep(LOOK_MS).then(() => "later" as const);
      const end = await Promise.race([connection.lost, endRequest.then(() => undefined), pause]);
      if (end instanceof BrokerFault) throw end;
      if (end === undefined)
        throw new RunError(
          `The rollout of version ${version} was ended in its wave of ${percent} %; the same again goes on with those that do not have it.`,
        );
      for (const each of open) each.waits(performance.now(), seconds * 1000);
      for (const each of open) if (each.isDecided()) await connection.publish(offerTopic(each), "", true);
      open = open.filter((each) => !each.isDecided());
      progress(devices.length - open.length, devices.length);
    }
  } finally {
    progress.end();
    for (const each of open) await connection.publish(offerTopic(each), "", true).catch(() => {});
  }
  for (const each of devices) each.ends();
}

function tellWave({ percent, devices }: Wave, json: boolean | undefined): void {
  const count = (fate: string) => devices.filter((each) => each.fate === fate).length;
  const [confirmed, silent, failed] = [count("confirmed"), count("silent"), count("failed")];
  if (!json) {
    const words = `${devices.length} devices, ${confirmed} confirmed, ${silent} silent, ${failed} failed`;
    print(`wave of ${String(percent).padStart(3)} %: ${words}`);
    return;
  }
  for (const { device, fate, why } of devices) printJson({ device, fate, ...(why !== "" && { why }) });
  printJson({ wave: percent, devices: devices.length, confirmed, silent, failed });
}
