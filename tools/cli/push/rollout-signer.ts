// Signatures of a rollout: a device's is made as it is offered the update, so that one that is never offered it uses none of an LMS key's.
import type { KeyStore } from "../../update/key-store.ts";
import { SignedCounters } from "../../update/signed-counters.ts";
import { type Addressee, type SignedUpdate, type Signer, signedUpdate } from "../../update/signed-update.ts";
import type { Planned } from "./rollout-plan.ts";

/** Its functions throw a KeyError. */
export class RolloutSigner {
  private readonly counters: SignedCounters;
  private readonly signers = new Map<string, Signer>();

  /** `sign`: the key that signs for all of them; each has its own otherwise. */
  constructor(
    private readonly store: KeyStore,
    private readonly sign: string | undefined,
  ) {
    this.counters = new SignedCounters(store.folder);
  }

  /** Each device has a key, and tells a counter that is believed. Nothing is used up. */
  require(devices: readonly Planned[]): void {
    for (const key of new Set(devices.map((planned) => this.keyOf(planned)))) this.store.kindOf(key);
    this.counters.next(told(devices));
  }

  /** The counters of these devices, in their order: they are used up now. */
  take(devices: readonly Planned[]): Addressee[] {
    return this.counters.take(told(devices));
  }

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
