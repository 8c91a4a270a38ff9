// Images that the program holds: which firmware is a device's, and its image signed for that device. All that
// it hears may be forged, so nothing but these images is ever signed, and not without end.
import { KeyStore, usualKeyFolder } from "../../update/key-store.ts";
import { SignedCounters } from "../../update/signed-counters.ts";
import {
  type Addressee,
  type SignedUpdate,
  signedUpdate,
  type UpdateImage,
} from "../../update/signed-update.ts";
import { firmwareOf } from "../push/meant-devices.ts";
import type { Standing } from "../push/standing.ts";
import { imageFor, type PushedFirmware } from "../push/update-image.ts";
import { RunError } from "../words/failure.ts";

/**
 * Of one device while the program runs: whoever may publish as the device can make it ask for another one,
 * and a key of LMS signs 1,024 times.
 */
const MOST_SIGNATURES = 8;
/** With one key for all of them, whoever may publish can invent devices. */
const MOST_SIGNED = 10_000;
/** There are fewer boards and sizes of an LFS; who tells of others is refused fast. */
const MOST_FAILURES = 100;
const MOST_IMAGES = 100;

interface Signed {
  update: SignedUpdate;
  counter: number;
  /** The device may never take it. */
  isRefused: boolean;
  /** How many there were. */
  count: number;
}

export class HeldImages {
  private readonly store: KeyStore;
  private readonly counters: SignedCounters;
  private readonly images = new Map<string, UpdateImage>();
  private readonly failures = new Map<string, Error>();
  private readonly signed = new Map<string, Signed>();
  /** Counters that were signed for devices before this program began. */
  private readonly before: ReadonlyMap<string, number>;

  constructor(
    private readonly firmware: readonly PushedFirmware[],
    private readonly to: string,
    private readonly parent: string,
    keys: string | undefined,
    private readonly sign: string | undefined,
  ) {
    this.store = new KeyStore(keys ?? usualKeyFolder());
    this.counters = new SignedCounters(this.store.folder);
    this.before = this.counters.highest();
  }

  /** `undefined`: no firmware is for it. */
  firmwareOf(device: string): PushedFirmware | undefined {
    return firmwareOf(this.firmware, device, this.to, this.parent);
  }

  /** Throws a RunError or a BuildError for a board that takes none, and a KeyError for a device without a key. */
  async imageOf(device: string, firmware: PushedFirmware, standing: Standing): Promise<UpdateImage> {
    this.store.kindOf(this.sign ?? device);
    const key = `${firmware.id} ${standing.board} ${standing.target}`;
    const known = this.images.get(key) ?? this.failures.get(key);
    if (known instanceof Error) throw known;
    if (known !== undefined) return known;
    if (this.images.size >= MOST_IMAGES)
      throw new RunError(`it holds ${MOST_IMAGES} images already; start the program anew.`);
    try {
      const image = await imageFor(standing, firmware);
      this.images.set(key, image);
      return image;
    } catch (error) {
      // A build takes a while, and anybody can ask for it.
      if (this.failures.size < MOST_FAILURES) this.failures.set(key, error as Error);
      throw error;
    }
  }

  /** The device has refused what was signed for it, or gone back: it may never take the same. */
  refused(device: string): void {
    const before = this.signed.get(device);
    if (before !== undefined) before.isRefused = true;
  }

  /**
   * Throws a KeyError for a counter that is not believed. The image signed for a device: the same as before
   * while the device would still take that.
   */
  signedFor(device: string, image: UpdateImage, { counter }: Pick<Standing, "counter">): SignedUpdate {
    const before = this.signed.get(device);
    const count = (before?.count ?? 0) + 1;
    const highest = this.counters.highest().get(device) ?? 0;
    if (highest > (before?.counter ?? this.before.get(device) ?? 0))
      throw new RunError(
        `another program has signed an update for ${device} since this one began, and this one's image may be older; start it anew with the image that is to come.`,
      );
    if (before !== undefined && !before.isRefused && before.counter > counter) return before.update;
    if (count > MOST_SIGNATURES)
      throw new RunError(
        `it was signed ${MOST_SIGNATURES} times for ${device}, which took none; start the program anew.`,
      );
    if (before === undefined && this.signed.size >= MOST_SIGNED)
      throw new RunError(`${MOST_SIGNED} devices have had a signature already; start the program anew.`);
    const signer = this.store.signerOf(this.sign ?? device);
    const [next] = this.counters.take([{ device, counter }]) as [Addressee];
    const update = signedUpdate(image, next, signer);
    this.signed.set(device, { update, counter: next.counter, count, isRefused: false });
    return update;
  }
}
