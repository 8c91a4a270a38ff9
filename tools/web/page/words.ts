// Words for facts on the page: firmware, bytes, targets.
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

/** Words whose letters are as they are everywhere. */
const WRITTEN = new Map([
  ["ph", "pH"],
  ["co2", "CO2"],
  ["voc", "VOC"],
  ["aqi", "AQI"],
  ["uv", "UV"],
]);

/** "living-room" as "Living room", "ph" as "pH". */
export function label(name: string): string {
  const words = name.split("-").map((word, at) => WRITTEN.get(word) ?? (at === 0 ? capitalised(word) : word));
  return words.join(" ");
}

function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
