// A process that builds a device of somebody's own again and again, edited each time.
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buildImage } from "../../../image/build.ts";
import { firmwareFolder } from "../../../image/firmware/firmware.ts";
import { answerQuestions } from "./child.ts";
import { cpuMicroseconds } from "./pairs.ts";

export interface BuildQuestion {
  /** Seconds between two readings, by which the device is edited. */
  every: number;
}

/** CPU seconds of its build. */
export type BuildAnswer = number;

const EDITED = /every: seconds\(\d+\)/;

const [board = "", folder = ""] = process.argv.slice(2);
cpSync(firmwareFolder("climate"), folder, { recursive: true });

answerQuestions<BuildQuestion, BuildAnswer>(async ({ every }) => {
  const file = join(folder, "device.ts");
  const text = readFileSync(file, "utf8");
  if (!EDITED.test(text)) throw new Error("The device has no reading to edit.");
  writeFileSync(file, text.replace(EDITED, `every: seconds(${every})`));
  const build = async () => void (await buildImage({ firmware: folder, board }));
  return (await cpuMicroseconds(build)) / 1e6;
});
