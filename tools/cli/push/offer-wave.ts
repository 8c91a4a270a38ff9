// One wave of a rollout: its devices are offered the update, and waited for until each has decided.
import { setTimeout as sleep } from "node:timers/promises";
import { UPDATE_NAME, valueTopic } from "../../../src/device/run/topics.ts";
import type { BrokerConnection } from "../../sim/real-broker/connection.ts";
import { BrokerFault } from "../../sim/real-broker/fault.ts";
import { RunError } from "../words/failure.ts";
import { createProgress } from "../words/progress.ts";
import type { RolledOut } from "./rollout.ts";
import type { Planned, Wave } from "./rollout-plan.ts";
import type { RolloutSigner } from "./rollout-signer.ts";

const LOOK_MS = 250;

export interface Course {
  version: string;
  /** A device that says nothing for so long is waited for no longer. */
  seconds: number;
  endRequest: Promise<unknown>;
  signer: RolloutSigner;
}

/** Returns when each device of the wave has decided, or was waited for. The broker then keeps no offer. */
export async function offerWave(
  connection: BrokerConnection,
  { percent, devices: planned }: Wave,
  { version, seconds, endRequest, signer }: Course,
): Promise<void> {
  const devices = planned.map(({ device }) => device);
  const progress = createProgress(`version ${version}, wave of ${percent} %`);
  const requireMore = async (ms: number) => {
    const pause = sleep(ms).then(() => "later" as const);
    const end = await Promise.race([connection.lost, endRequest.then(() => undefined), pause]);
    if (end instanceof BrokerFault) throw end;
    if (end === undefined)
      throw new RunError(
        `The rollout of version ${version} was ended in its wave of ${percent} %; the same again goes on with those that do not have it.`,
      );
  };
  let open = devices;
  try {
    await offerAll(connection, planned, signer, () => requireMore(0));
    while (open.length > 0) {
      await requireMore(LOOK_MS);
      for (const each of open) each.waits(performance.now(), seconds * 1000);
      for (const each of open) if (each.isDecided()) await withdraw(connection, each);
      open = open.filter((each) => !each.isDecided());
      progress(devices.length - open.length, devices.length);
    }
  } finally {
    progress.end();
    for (const each of open) await withdraw(connection, each).catch(() => {});
  }
  for (const each of devices) each.ends();
}

async function offerAll(
  connection: BrokerConnection,
  planned: readonly Planned[],
  signer: RolloutSigner,
  requireMore: () => Promise<void>,
): Promise<void> {
  const isTrying = ({ standing, image }: Planned) => standing.version === image.version;
  // It needs no other offer.
  for (const each of planned.filter(isTrying)) each.device.goesOn(each.standing.runs, performance.now());
  const lacking = planned.filter((each) => !isTrying(each));
  const addressees = signer.take(lacking);
  for (const [i, addressee] of addressees.entries()) {
    await requireMore();
    const each = lacking[i] as Planned;
    const update = signer.signed(each, addressee);
    each.device.offered(update, performance.now());
    await connection.publish(offerTopic(each.device), update.offer, true);
  }
}

async function withdraw(connection: BrokerConnection, device: RolledOut): Promise<void> {
  if (device.fate !== "waits") await connection.publish(offerTopic(device), "", true);
}

function offerTopic({ root }: RolledOut): string {
  return `${valueTopic(root, UPDATE_NAME)}/set`;
}
