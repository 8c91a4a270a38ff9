// The command ringmote push for many devices: offers the update to one wave after the other, and stops behind
// one in which a device did not come back, went back, refused it or reports a problem. What a device runs is
// all that is remembered of it.

import { printable } from "../../../src/client/faults/foreign-text.ts";
import { problemTopic, UPDATE_NAME, valueTopic, wantTopic } from "../../../src/device/run/topics.ts";
import type { BrokerConnection } from "../../sim/real-broker/connection.ts";
import { note, print, printJson } from "../../terminal/output.ts";
import { KeyStore, usualKeyFolder } from "../../update/key-store.ts";
import { atBroker } from "../broker/at-broker.ts";
import { shortName } from "../broker/device-name.ts";
import { brokerOf } from "../broker/tls-files.ts";
import { whenAskedToEnd } from "../when-asked-to-end.ts";
import { columns } from "../words/columns.ts";
import { RunError } from "../words/failure.ts";
import { answerDevices } from "./answer-devices.ts";
import { meant, parentOf } from "./meant-devices.ts";
import { offerWave } from "./offer-wave.ts";
import type { PushOptions } from "./push.ts";
import type { RolledOut } from "./rollout.ts";
import { devicesAt, type Plan, planOf, type Wave } from "./rollout-plan.ts";
import { RolloutSigner } from "./rollout-signer.ts";
import { pushedFirmware } from "./update-image.ts";
import { USUAL_WAVES, wavesOption } from "./waves.ts";

/** Three trials of ten minutes, and what lies between them. */
const USUAL_SECONDS = 2100;
const SHOWN_DEVICES = 20;

export async function pushRollout(firmware: string, options: PushOptions): Promise<void> {
  const pushed = await pushedFirmware(firmware, options.as);
  const parent = parentOf(options.to);
  const percents = options.wave ?? wavesOption(USUAL_WAVES);
  await atBroker(brokerOf(options), async (connection) => {
    const devices = await devicesAt(connection, parent, meant(options.to, parent, pushed.id));
    if (devices.length === 0)
      throw new RunError(
        `No device that "${shortName(options.to)}" means tells at ${parent}/ that it takes updates; are they there, and do they declare \`update: { key: "hmac" }\`?`,
      );
    const signer = new RolloutSigner(new KeyStore(options.keys ?? usualKeyFolder()), options.sign);
    const plan = await planOf(devices, pushed, percents, (planned) => signer.faultOf(planned));
    for (const { device, why } of plan.leftOut.slice(0, SHOWN_DEVICES))
      note(`ringmote: ${printable(device)} is left out: ${printable(why)}`);
    if (plan.leftOut.length === devices.length)
      throw new RunError("None of these devices can be sent an update.");
    if (options.dryRun) tellPlan(plan, options);
    else await rollOut(connection, parent, plan, signer, options);
  });
}

function tellPlan({ version, have, away, leftOut, waves, later }: Plan, { json }: PushOptions): void {
  const sizes = waves.map(({ percent, devices }) => ({ wave: percent, devices: devices.length }));
  if (json)
    printJson({
      version,
      have: have.length,
      away: away.length,
      leftOut: leftOut.length,
      later,
      waves: sizes,
    });
  else {
    const rows = sizes.map(({ wave, devices }) => [`${wave} %`, String(devices)]);
    print(columns([["wave", "devices"], ...rows], [0, 1]));
    print(
      `${have.length} have version ${version} already, ${away.length} are offline, ${leftOut.length} are left out, ${later} would come later. Nothing was offered.`,
    );
  }
}

async function rollOut(
  connection: BrokerConnection,
  parent: string,
  plan: Plan,
  signer: RolloutSigner,
  { seconds = USUAL_SECONDS, json }: PushOptions,
): Promise<void> {
  const { version, waves } = plan;
  const all = new Map(waves.flatMap(devicesOf).map((each) => [each.root, each]));
  const endRequest = whenAskedToEnd();
  answerDevices(connection, all);
  const any = `${parent}/+`;
  await connection.subscribe([wantTopic(any), valueTopic(any, UPDATE_NAME), problemTopic(any)], 1);
  const done: Wave[] = [];
  for (const wave of waves) {
    done.push(wave);
    await offerWave(connection, wave, { version, seconds, endRequest, signer });
    tellWave(wave, json);
    if (devicesOf(wave).some(({ fate }) => fate === "failed")) break;
  }
  const decided = done.flatMap(devicesOf);
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
  const lacking = silent.length + plan.away.length + plan.leftOut.length;
  if (lacking > 0) throw new RunError(`${lacking} devices do not have version ${version}; ${again}`);
}

function shown(devices: readonly string[]): string {
  const more = devices.length - SHOWN_DEVICES;
  return `${devices.slice(0, SHOWN_DEVICES).join(", ")}${more > 0 ? ` and ${more} more` : ""}.`;
}

function devicesOf({ devices }: Wave): RolledOut[] {
  return devices.map(({ device }) => device);
}

function tellWave(wave: Wave, json: boolean | undefined): void {
  const { percent } = wave;
  const devices = devicesOf(wave);
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
