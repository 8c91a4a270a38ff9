// Programs that stand in for gpiod's and i2c-tools' on the PATH of a device: one SHT3x on the bus, and lines
// whose changes are written down. Each is what its manual page says, as far as a device uses it.
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { checkedWord } from "../../../tools/sim/parts/sensirion.ts";

/** What an SHT3x counts in its two words. */
type Counts = readonly [temperature: number, humidity: number];

export interface StandIns {
  /** What goes in front of the device's PATH. */
  folder: string;
  /**
   * What the part on the bus answers with, one after the other and then the last again and again; none takes
   * it away.
   */
  answer: (...each: Counts[]) => void;
  /** How many of them it was asked for. */
  answered: () => number;
  /** What gpioset was started with, and each line that it was told. */
  outputs: () => string[];
}

export function createStandIns(root: string): StandIns {
  const folder = join(root, "bin");
  const file = (name: string) => join(root, name);
  mkdirSync(folder, { recursive: true });
  const program = (name: string, text: string) => {
    writeFileSync(join(folder, name), `#!/bin/sh\ncd '${root}'\n${text}\n`);
    chmodSync(join(folder, name), 0o755);
  };
  program(
    "i2ctransfer",
    `case "$3" in
w*) test -s answers ;;
r*) read n < answered; n=$((n + 1)); echo $n > answered; head -n $n answers | tail -n 1 ;;
esac`,
  );
  program("gpioset", `echo "$*" >> outputs\nwhile read line; do echo "$line" >> outputs; done`);
  program("gpioget", "echo 1");
  program("gpiomon", "exec sleep 600");
  writeFileSync(file("answers"), "");
  writeFileSync(file("answered"), "0\n");
  writeFileSync(file("outputs"), "");
  return {
    folder,
    answer: (...each) => writeFileSync(file("answers"), each.map(shown).join("")),
    answered: () => Number(readFileSync(file("answered"), "utf8")),
    outputs: () => readFileSync(file("outputs"), "utf8").trim().split("\n"),
  };
}

/** As i2ctransfer prints what it has read. */
function shown(counts: Counts): string {
  const bytes = counts.map((count) => checkedWord(count)).join("");
  return `${[...bytes].map((byte) => `0x${byte.charCodeAt(0).toString(16).padStart(2, "0")}`).join(" ")}\n`;
}
