// Identity of the device on a board: by its settings, or else by its image and its chip's number, as
// src/runtime/start.ts makes it.
import { setting } from "../../src/runtime/settings.ts";
import type { FoundBoard } from "../flash/device-console.ts";

/** "" where the board has no image, so that nobody knows. */
export function boardIdentity({ chipId, installed }: FoundBoard, settings: string): string {
  const own = installed === undefined ? "" : `${installed.firmware}-${chipId}`;
  const id = setting(settings, "id");
  return id === "" ? own : id;
}
