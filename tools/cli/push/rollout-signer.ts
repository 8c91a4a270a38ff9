// Signatures of a rollout: a device's is made as it is offered the update, so that one that is never offered
// it uses none of an LMS key's.
import { isReplaced, type KeyStore } from "../../update/key-store.ts";
import { KeyError } from "../../update/lms-key-file.ts";
import { SignedCounters } from "../../update/signed-counters.ts";
import { type Addressee, type SignedUpdate, type Signer, signedUpdate } from "../../update/signed-update.ts";
import type { Planned } from "./rollout-plan.ts";

export class RolloutSigner {
  private readonly counters: SignedCounters;
  private readonly signers = new Map<string, Signer>();

  /**
   * `sign`: the key that signs for all of them; each has its own otherwise. Throws a KeyError where there is
   * none of that name.
   */
  constructor(
    private readonly store: KeyStore,
    private readonly sign: string | undefined,
  ) {
    this.counters = new SignedCounters(store.folder);
    if (sign !== undefined) store.kindOf(sign);
  }

  /**
   * Why nothing can be signed for a device; `undefined`: it has a key, and tells a counter that is believed.
   * Nothing is used up.
   */
  faultOf(planned: Planned): string | undefined {
    try {
      if (this.sign === undefined && isReplaced(planned.device.device))
        throw new KeyError("a device has no such identity: that is the name of a replaced key.");
      this.store.kindOf(this.keyOf(planned));
      this.counters.next(told([planned]));
      return undefined;
    } catch (error) {
      if (error instanceof KeyError) return error.message;
      throw error;
    }
  }

  /** The counters of these devices, in their order: they are used up now. Throws a KeyError. */
  take(devices: readonly Planned[]): Addressee[] {
    return this.counters.take(told(devices));
  }

  /** Throws a KeyError. */
  signed(planned: Planned, addressee: Addressee): SignedUpdate {
    const key = this.keyOf(planned);
    const signer = this.signers.get(key) ?? this.store.signerOf(key);
    this.signers.set(key, signer);
    return signedUpdate(planned.image, addressee, signer);
  }

  private keyOf({ device }: Planned): string {
    return this.sign ?? device.device;
  }
}

function told(devices: readonly Planned[]) {
  return devices.map(({ device, standing }) => ({ device: device.device, counter: standing.counter }));
}
