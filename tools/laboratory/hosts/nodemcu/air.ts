// Scans for networks, and the chip's own access point, on the world's Wi-Fi.
import type { Life } from "./life.ts";
import type { Answers } from "./operations.ts";

const [SCAN_MS, OPEN_MS] = [2100, 20] as const;

export function createAir(life: Life): Answers {
  const { air } = life.world;
  return {
    /** A name has no line feed here: what holds one is left out. */
    scan: () => {
      const lines = (air?.networks() ?? [])
        .filter(({ name }) => !name.includes("\n"))
        .map(({ name, dBm, admission }) => `${dBm} ${admission} ${name}\n`);
      life.after(SCAN_MS, () => life.emit({ kind: "scanned", bytes: lines.join("") }));
      return undefined;
    },
    accessPoint: (isOpen, names) => {
      if (isOpen === 0) air?.close();
      else {
        const [name = "", password = ""] = names.split("\0");
        air?.open(name, password);
        life.after(OPEN_MS, () => life.emit({ kind: "accessPoint" }));
      }
      return undefined;
    },
  };
}
