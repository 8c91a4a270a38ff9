// The command ringmote push: asks the broker what runs, builds and signs the update, offers it, and answers
// the device until it has decided.
import { setTimeout as sleep } from "node:timers/promises";
import { printable } from "../../../src/client/faults/foreign-text.ts";
import { UPDATE_NAME, valueTopic, wantTopic } from "../../../src/device/run/topics.ts";
import type { BrokerConnection } from "../../sim/real-broker/connection.ts";
import { BrokerFault } from "../../sim/real-broker/fault.ts";
import { note, print, printJson } from "../../terminal/output.ts";
import { KeyStore, usualKeyFolder } from "../../update/key-store.ts";
import { SignedCounters } from "../../update/signed-counters.ts";
import {
  type Addressee,
  type SignedUpdate,
  signedUpdate,
  type UpdateImage,
} from "../../update/signed-update.ts";
import { atBroker } from "../broker/at-broker.ts";
import { keptAt } from "../broker/kept-messages.ts";
import { brokerOf } from "../broker/tls-files.ts";
import { rootOf } from "../settings/device-settings.ts";
import { whenAskedToEnd } from "../when-asked-to-end.ts";
import { RunError } from "../words/failure.ts";
import { createProgress } from "../words/progress.ts";
import type { PushOptions } from "./push.ts";
import { SliceAnswers } from "./slice-answers.ts";
import { outcomeOf, type Standing, standingIn } from "./standing.ts";
import { imageFor, pushedFirmware } from "./update-image.ts";

const KEPT_WITHIN_MS = 5000;

export async function pushUpdate(firmware: string, options: PushOptions): Promise<void> {
  const { to, as, keys, sign, after, dryRun, json } = options;
  const root = rootOf(to);
  // Its identity, unless its topics begin elsewhere.
  const device = root.slice(root.lastIndexOf("/") + 1);
  const store = new KeyStore(keys ?? usualKeyFolder());
  const signer = dryRun ? store.drySignerOf(sign ?? device) : store.signerOf(sign ?? device);
  const counters = new SignedCounters(store.folder);
  const pushed = await pushedFirmware(firmware, as);
  await atBroker(brokerOf(options), async (connection) => {
    const before = await standingAt(connection, root);
    const image = await imageFor(before, pushed);
    const told = [{ device, counter: before.counter }];
    const [addressee] = dryRun ? counters.next(told, after) : counters.take(told, after);
    const update = signedUpdate(image, addressee as Addressee, signer);
    if (dryRun) {
      tellPlan(before, image, update, json);
      return;
    }
    await offer(connection, root, update, image, options);
  });
}

/** What the device tells of its updates. */
async function standingAt(connection: BrokerConnection, root: string): Promise<Standing> {
  const topic = valueTopic(root, UPDATE_NAME);
  const text = await keptAt(connection, topic, KEPT_WITHIN_MS);
  const standing = text === undefined ? undefined : standingIn(text);
  if (standing !== undefined) return standing;
  throw new RunError(
    `No device tells at ${topic} that it takes updates; is it there, and does it declare \`update: { key: "hmac" }\`?`,
  );
}

function tellPlan(
  { version }: Standing,
  image: UpdateImage,
  { manifest }: SignedUpdate,
  json: boolean | undefined,
): void {
  const bytes = image.parts.reduce((sum, { content }) => sum + content.length, 0);
  if (json)
    printJson({
      from: version,
      to: image.version,
      parts: image.parts.map(({ name, content }) => ({ name, bytes: content.length })),
      manifestBytes: manifest.length,
    });
  else
    print(
      `${image.id} ${version} -> ${image.version}: ${image.parts.length} part${image.parts.length === 1 ? "" : "s"} of ${bytes} bytes together, and a manifest of ${manifest.length}; the device asks for what it lacks of these. Nothing was offered.`,
    );
}

/** Offers it until the device has decided; the broker then keeps no offer any more. */
async function offer(
  connection: BrokerConnection,
  root: string,
  update: SignedUpdate,
  image: UpdateImage,
  { json, seconds }: PushOptions,
): Promise<void> {
  const progress = createProgress(`${image.id} ${image.version}`);
  const endRequest = whenAskedToEnd();
  const tell = (step: string) => {
    if (json) printJson({ step, version: image.version });
    else note(`ringmote: ${root}: ${step}`);
  };
  let isOnTrial = false;
  const decided = decisionOf(connection, root, update, {
    fetching(percent) {
      progress(percent, 100);
      if (json) printJson({ step: "fetching", percent });
    },
    onTrial() {
      isOnTrial = true;
      progress.end();
      tell("on trial: it is confirmed once it has been connected for a minute");
    },
  });
  await connection.subscribe([wantTopic(root), valueTopic(root, UPDATE_NAME)], 1);
  await connection.publish(`${valueTopic(root, UPDATE_NAME)}/set`, update.offer, true);
  tell(`version ${image.version} is offered`);
  try {
    const late = seconds === undefined ? [] : [sleep(seconds * 1000).then(() => undefined)];
    const end = await Promise.race([decided, connection.lost, endRequest.then(() => undefined), ...late]);
    if (end instanceof BrokerFault) throw end;
    if (end === undefined)
      throw new RunError(
        isOnTrial
          ? `${root} was still trying version ${image.version}; it confirms it, or goes back, by itself.`
          : `${root} has not taken version ${image.version}, and it is not offered any more; say the same again to go on where it was.`,
      );
    if (end !== "confirmed") throw new RunError(`${root}: ${printable(end.slice(0, 400))}.`);
    tell(`version ${image.version} is confirmed`);
  } finally {
    progress.end();
    await connection.publish(`${valueTopic(root, UPDATE_NAME)}/set`, "", true).catch(() => {});
  }
}

/** What the device does before it decides, each said once. */
interface Steps {
  fetching: (percent: number) => void;
  onTrial: () => void;
}

/** Answers the device until it has decided: "confirmed", or why not. */
function decisionOf(
  connection: BrokerConnection,
  root: string,
  update: SignedUpdate,
  steps: Steps,
): Promise<string> {
  const answers = new SliceAnswers(connection);
  let wasOnTrial = false;
  let toldPercent = -1;
  return new Promise((resolve) => {
    connection.listen(({ topic, payload, retained }) => {
      if (topic === wantTopic(root)) {
        answers.answer(root, update, payload.toString("latin1"));
        return;
      }
      const standing = retained ? undefined : standingIn(payload.toString());
      if (topic !== valueTopic(root, UPDATE_NAME) || standing === undefined) return;
      const { offer, runs, state, percent } = standing;
      if (offer === update.digest && state === "fetching" && percent !== toldPercent) {
        toldPercent = percent;
        steps.fetching(percent);
      }
      if (runs === update.digest && state === "on trial" && !wasOnTrial) {
        wasOnTrial = true;
        steps.onTrial();
      }
      const outcome = outcomeOf(standing, update.digest, wasOnTrial);
      if (outcome !== undefined) resolve(outcome);
    });
  });
}
