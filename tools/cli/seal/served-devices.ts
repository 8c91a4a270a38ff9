// Devices that the program seals for: those of its firmware whose key it has, as they tell of themselves. All
// of that may be forged.
import { printable } from "../../../src/client/faults/foreign-text.ts";
import type { DeviceDeclaration } from "../../../src/device/declare/device.ts";
import { sealedTopics } from "../../../src/discovery/sealer-announcements.ts";
import { note } from "../../terminal/output.ts";
import type { KeyStore } from "../../update/key-store.ts";
import { KeyError } from "../../update/lms-key-file.ts";
import { firmwareOf } from "../push/meant-devices.ts";
import { Rate } from "./rate.ts";

export interface ServedOptions {
  firmware: readonly { id: string; declaration: DeviceDeclaration }[];
  to: string;
  /** Where their topics begin, without their identities. */
  parent: string;
  store: KeyStore;
  /** The name of the key of them all. */
  sign?: string | undefined;
}

export interface ServedDevice {
  device: string;
  root: string;
  /** The name of its key. */
  key: string;
  declaration: DeviceDeclaration;
  /** Topics of its sealed commands. */
  topics: ReadonlySet<string>;
  /** What it tells of itself, while this is connected. */
  status?: string;
  lowest?: number;
  isAnnounced: boolean;
  /** Commands that it has not taken yet: by their counters the actuators. */
  waiting: Map<number, string>;
  rate: Rate;
}

/** With one key for all of them, whoever may publish can invent devices. */
const MOST_DEVICES = 10_000;
/** What a discovery topic may hold. */
const ANNOUNCED = /^[\w-]{1,96}$/;
/** Each 64th command has a device write to its flash, and counters are not without end. */
const AT_ONCE = 10;
const INTERVAL_MS = 1000;
export const RATE_WORDS = `more than ${AT_ONCE} commands at once, and one each second, are not sealed`;

export class ServedDevices {
  private readonly served = new Map<string, ServedDevice>();
  /** Devices that are left alone, for a reason that was said. */
  private readonly left = new Set<string>();

  constructor(private readonly options: ServedOptions) {}

  /** What they told on another connection is not known any more. */
  forgetAll(): void {
    for (const known of this.served.values()) {
      delete known.status;
      delete known.lowest;
      known.isAnnounced = false;
      known.waiting.clear();
    }
  }

  /** A device that has told something of itself. `undefined`: it is none of these, or has no key here. */
  met(device: string): ServedDevice | undefined {
    const known = this.known(device);
    if (known !== undefined) return known;
    const { firmware, to, parent, store, sign } = this.options;
    const run = firmwareOf(firmware, device, to, parent);
    if (run === undefined || this.served.size >= MOST_DEVICES) return undefined;
    const key = sign ?? device;
    try {
      if (!ANNOUNCED.test(device)) throw new KeyError("Home Assistant takes no such identity.");
      store.sealerOf(key);
    } catch (error) {
      if (!(error instanceof KeyError)) throw error;
      this.leave(device, error.message);
      return undefined;
    }
    const { declaration } = run;
    const root = `${parent}/${device}`;
    const topics = new Set(sealedTopics(declaration).map((topic) => root + topic));
    const rate = new Rate(AT_ONCE, INTERVAL_MS);
    const met = { device, root, key, declaration, topics, isAnnounced: false, waiting: new Map(), rate };
    this.served.set(device, met);
    return met;
  }

  known(device: string): ServedDevice | undefined {
    return this.served.get(device);
  }

  private leave(device: string, why: string): void {
    if (this.left.has(device) || this.left.size >= MOST_DEVICES) return;
    this.left.add(device);
    note(`ringmote: ${printable(device)} is left alone: ${why}`);
  }
}
