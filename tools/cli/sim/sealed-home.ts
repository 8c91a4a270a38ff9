// Sealed lock of npm start: a folder with its key, and the program that seals for it beside the home's broker.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "../../../src/device/run/topics.ts";
import type { House } from "../../sim/home/house.ts";
import { SEALED_FIRMWARE } from "../../sim/home/sealed-lock.ts";
import { KeyStore } from "../../update/key-store.ts";
import { connectTo } from "../broker/at-broker.ts";
import { parseBrokerUrl } from "../broker/broker-url.ts";
import { SealService } from "../seal/seal-service.ts";

export class SealedHome {
  private readonly folder = mkdtempSync(join(tmpdir(), "ringmote-sealed-"));
  readonly keys = new KeyStore(join(this.folder, "keys"));

  /** Seals from now on for the lock. `tell` is given a line of each step. Resolves with what ends it. */
  async begin({ url, devices }: House, tell: (line: string) => void): Promise<() => Promise<void>> {
    const firmware = devices
      .filter(({ name }) => name === SEALED_FIRMWARE)
      .map(({ declaration }) => ({ id: declaration.name, declaration }));
    const parent = ROOT.slice(0, -1);
    const service = new SealService({ firmware, to: "all", parent, store: this.keys, tell });
    const connection = await connectTo(parseBrokerUrl(url), { clearsAtEnd: service.presence });
    await service.begin(connection, (error) => tell(String(error)));
    return async () => {
      await service.end(connection).catch(() => {});
      await connection.end();
    };
  }

  /** Two sentences on what to try. */
  introduction({ url, devices }: House): string[] {
    const root = devices.find(({ name }) => name === SEALED_FIRMWARE)?.root ?? "";
    const id = root.slice(root.lastIndexOf("/") + 1);
    return [
      `The lock of the front door is sealed: "unlock" to sealer/${root}/lock/set opens it, as Home Assistant and the phones do, and "unlock" to ${root}/lock/set does not.`,
      `With its key you open it yourself: npx ringmote send ${id} lock unlock --sealed --keys ${this.keys.folder} --broker ${url}`,
    ];
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}
