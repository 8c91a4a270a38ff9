// What is shown of facts: firmware, bytes, targets.
import { TARGET_TITLES } from "../../../boards/board.ts";
import type { FoundBoard } from "../../flash/device-console.ts";

/** "ESP32 · Espruino 2v29". */
export function firmwareWords({ chip, target, version }: FoundBoard): string {
  return `${chip} · ${TARGET_TITLES[target]} ${version}`;
}

/** One board among all: chips of different families may count alike. */
export function identityOf({ chip, chipId }: FoundBoard): string {
  return `${chip} ${chipId}`;
}

/** "24.3 kB", "512 bytes". */
export function bytesInWords(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  if (bytes < 1_000_000) return `${(bytes / 1000).toFixed(1)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** "living-room" as "Living room". */
export function label(name: string): string {
  const words = name.replaceAll("-", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
