// The command ringmote seal: reads its firmware, and serves at the broker until it is ended.
import type { DeviceDeclaration } from "../../../src/device/declare/device.ts";
import { NODE_LIMITS } from "../../../src/platform/node/device.ts";
import { KeyStore, usualKeyFolder } from "../../update/key-store.ts";
import { serveAtBroker } from "../broker/serve-at-broker.ts";
import { brokerOf } from "../broker/tls-files.ts";
import { checkedFirmware, readSoundFirmware } from "../catalogue.ts";
import { parentOf, requireOneFor } from "../push/meant-devices.ts";
import { UsageError } from "../words/failure.ts";
import type { SealOptions } from "./seal.ts";
import { SealService } from "./seal-service.ts";

export async function serveSeals(names: readonly string[], options: SealOptions): Promise<void> {
  const { to, keys, sign, json } = options;
  const parent = parentOf(to);
  requireOneFor(to, names);
  const broker = brokerOf(options);
  const firmware = [];
  for (const name of names) firmware.push(await sealedFirmware(name));
  const store = new KeyStore(keys ?? usualKeyFolder());
  const service = new SealService({ firmware, to, parent, store, sign, json });
  await serveAtBroker(broker, service, service.presence, "Commands are sealed");
}

/** Throws a UsageError for a firmware that has nothing to seal for. */
async function sealedFirmware(name: string): Promise<{ id: string; declaration: DeviceDeclaration }> {
  const { declaration } = await readSoundFirmware(checkedFirmware(name), NODE_LIMITS.linkBytes);
  if (declaration.actuators?.some(({ isSealed }) => isSealed)) return { id: declaration.name, declaration };
  throw new UsageError(
    `The firmware ${name} has no sealed actuator; write sealed: true into one, or leave the firmware out.`,
  );
}
