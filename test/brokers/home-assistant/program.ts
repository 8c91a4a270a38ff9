// Home Assistant as a program: what HASS_BIN names.
import { spawnSync } from "node:child_process";

/** Where it is; "" when nothing is named. */
export const hassProgram = process.env.HASS_BIN ?? "";

/** From 2026.11 on it makes ids of area, device and entity, as its stand-in does. */
const YEAR = 2026;
const MONTH = 11;

/** Is it here, and not too old? */
export function hasHomeAssistant(): boolean {
  if (hassProgram === "") return false;
  const { stdout } = spawnSync(hassProgram, ["--version"], { encoding: "utf8" });
  const [year = 0, month = 0] = (stdout ?? "").split(".").map(Number);
  return year > YEAR || (year === YEAR && month >= MONTH);
}
