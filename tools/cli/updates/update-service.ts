// Service of updates at one broker: which devices there have an image, what Home Assistant reads of it, and
// what has become of an install.
import {
  installTopic,
  latestTopic,
  UPDATE_NAME,
  valueTopic,
  wantTopic,
} from "../../../src/device/run/topics.ts";
import { INSTALL, updateAnnouncement } from "../../../src/discovery/update-entity.ts";
import { BuildError } from "../../compiler/source/build-error.ts";
import type { BrokerConnection, Delivered } from "../../sim/real-broker/connection.ts";
import { BrokerFault } from "../../sim/real-broker/fault.ts";
import { note } from "../../terminal/output.ts";
import { KeyError } from "../../update/lms-key-file.ts";
import type { UpdateImage } from "../../update/signed-update.ts";
import { answerDevices } from "../push/answer-devices.ts";
import { RolledOut } from "../push/rollout.ts";
import { type Standing, standingIn } from "../push/standing.ts";
import type { PushedFirmware } from "../push/update-image.ts";
import { RunError } from "../words/failure.ts";
import type { HeldImages } from "./held-images.ts";
import { LeftAlone, MOST_DEVICES } from "./left-alone.ts";
import { NewestMessages } from "./newest-messages.ts";
import { ServedDevice } from "./served-device.ts";
import type { UpdatesOptions } from "./updates.ts";

/** What a discovery topic may hold. */
const ANNOUNCED = /^[\w-]{1,96}$/;
/** What the service hears, but for what devices lack. */
const [STANDING, INSTALLS] = [valueTopic("", UPDATE_NAME), installTopic("")];

export class UpdateService {
  /** By their roots: devices with an image, and which of them are offered it. */
  private readonly served = new Map<string, ServedDevice>();
  private readonly open = new Map<string, RolledOut>();
  private readonly left = new LeftAlone();
  /** On this connection. */
  private readonly announced = new Set<string>();

  constructor(
    private readonly held: HeldImages,
    private readonly parent: string,
    /** Where the broker keeps "online" while this is there. */
    private readonly presence: string,
    private readonly options: Pick<UpdatesOptions, "summary" | "url" | "json">,
  ) {}

  /** Hears the devices from now on. `failed` is called when one of its own steps fails, but for the broker. */
  async begin(connection: BrokerConnection, failed: (error: unknown) => void): Promise<void> {
    this.announced.clear();
    answerDevices(connection, this.open);
    const messages = new NewestMessages((message) =>
      this.hear(connection, message)
        // Whoever serves hears why the connection is lost.
        .catch((error: unknown) => void (error instanceof BrokerFault || failed(error))),
    );
    connection.listen((message) => {
      const { topic } = message;
      if (topic.endsWith(STANDING) || topic.endsWith(INSTALLS)) messages.add(message);
    });
    await connection.publish(this.presence, "online", true);
    const any = `${this.parent}/+`;
    await connection.subscribe([wantTopic(any), installTopic(any), valueTopic(any, UPDATE_NAME)], 1);
    // A broker that was away may have kept none of them.
    for (const { root, update } of this.open.values())
      if (update !== undefined) await connection.publish(offerTopic(root), update.offer, true);
  }

  /** Offers nothing any more. */
  async end(connection: BrokerConnection): Promise<void> {
    for (const { root, device } of this.open.values()) {
      await connection.publish(offerTopic(root), "", true);
      note(`ringmote: ${device} had not confirmed it, and it is not offered any more.`);
    }
    await connection.publish(this.presence, "", true);
  }

  private async hear(connection: BrokerConnection, { topic, payload, retained }: Delivered): Promise<void> {
    const device = topic.slice(this.parent.length + 1).split("/", 1)[0] ?? "";
    const root = `${this.parent}/${device}`;
    if (topic === valueTopic(root, UPDATE_NAME)) {
      const standing = standingIn(payload.toString());
      if (standing !== undefined) await this.hearStanding(connection, device, root, standing);
    }
    // One that the broker has kept is nobody's wish now.
    if (topic === installTopic(root) && !retained && payload.toString() === INSTALL)
      await this.install(connection, root);
  }

  private async hearStanding(
    connection: BrokerConnection,
    device: string,
    root: string,
    standing: Standing,
  ): Promise<void> {
    const firmware = this.held.firmwareOf(device);
    if (firmware === undefined || this.left.has(root, standing)) return;
    const image = await this.imageOf(device, root, firmware, standing);
    if (image === undefined) return;
    const known = this.served.get(root) ?? new ServedDevice(device, root, image, standing, this.options.json);
    known.image = image;
    known.standing = standing;
    this.served.set(root, known);
    if (!this.announced.has(root)) await this.announce(connection, known, firmware);
    await this.follow(connection, known);
  }

  /** `undefined`: it is left alone while it tells this. */
  private async imageOf(
    device: string,
    root: string,
    firmware: PushedFirmware,
    standing: Standing,
  ): Promise<UpdateImage | undefined> {
    if (this.served.size >= MOST_DEVICES && !this.served.has(root)) {
      this.left.addRest();
      return undefined;
    }
    try {
      if (!ANNOUNCED.test(device)) throw new RunError("Home Assistant takes no such identity.");
      return await this.held.imageOf(device, firmware, standing);
    } catch (error) {
      if (!(error instanceof RunError || error instanceof KeyError || error instanceof BuildError))
        throw error;
      this.left.add(device, root, standing, error.message);
      return undefined;
    }
  }

  private async announce(
    connection: BrokerConnection,
    known: ServedDevice,
    { declaration }: PushedFirmware,
  ): Promise<void> {
    const { device: id, root, image, standing } = known;
    const { summary, url } = this.options;
    this.announced.add(root);
    const held = { id, root, presence: this.presence, summary, url };
    const { topic, payload } = updateAnnouncement(declaration, held);
    await connection.publish(latestTopic(root), image.version, true);
    await connection.publish(topic, payload, true);
    known.say("held", `it runs ${standing.version}, and ${image.version} is held for it`);
  }

  private async install(connection: BrokerConnection, root: string): Promise<void> {
    const known = this.served.get(root);
    if (known === undefined || this.open.has(root)) return;
    const { device, image, standing } = known;
    // It has it, or tries it.
    if (standing.version === image.version) return;
    try {
      const update = this.held.signedFor(device, image, standing);
      const offered = new RolledOut(device, root);
      offered.offered(update, performance.now());
      this.open.set(root, offered);
    } catch (error) {
      if (!(error instanceof RunError || error instanceof KeyError)) throw error;
      known.say("failed", error.message);
      return;
    }
    await connection.publish(offerTopic(root), this.open.get(root)?.update?.offer ?? "", true);
    known.say("offered", `${image.version} is offered`);
  }

  /** What has become of an offer, by what the device said last: `answerDevices` has heard it before. */
  private async follow(connection: BrokerConnection, known: ServedDevice): Promise<void> {
    const { root, image, standing } = known;
    const offered = this.open.get(root);
    if (offered === undefined) return;
    const { state, percent, runs, offer } = standing;
    if (state === "fetching" && offer === offered.digest)
      known.say("fetching", `${percent} % are there`, percent);
    if (state === "on trial" && runs === offered.digest) known.say("on trial", `it tries ${image.version}`);
    if (!offered.isDecided()) return;
    this.open.delete(root);
    await connection.publish(offerTopic(root), "", true);
    if (offered.fate === "confirmed") known.say("confirmed", `it has ${image.version}`);
    else {
      this.held.refused(known.device);
      known.say("failed", offered.why);
    }
  }
}

function offerTopic(root: string): string {
  return `${valueTopic(root, UPDATE_NAME)}/set`;
}
