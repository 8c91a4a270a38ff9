// A page of docs/contributing as what it tells a reader to do: files to create, lines to add, commands to run.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packageFolder } from "../../tools/files/package-folder.ts";

export type Step =
  | { kind: "create"; path: string; text: string }
  | { kind: "insert" | "replace"; path: string; line: string; text: string }
  | { kind: "run"; command: string };

/** A comment that says what becomes of the block below it, and the block; or commands. */
const BLOCK =
  /(?:<!-- (?:new: (?<created>\S+)|in: (?<changed>\S+), (?<where>below|in place of): (?<line>.+)) -->\n)?```(?<language>\w+)\n(?<text>[\s\S]*?)```/g;

/**
 * Its steps, in their order. Throws where the comment, which a reader does not see, and the sentence above it
 * differ.
 */
export function stepsOf(name: string): Step[] {
  const page = readFileSync(join(packageFolder, "docs", "contributing", name), "utf8");
  return [...page.matchAll(BLOCK)].flatMap((match): Step[] => {
    const { created, changed, where, line = "", language, text = "" } = match.groups ?? {};
    const said = page.slice(0, match.index).trimEnd().split("\n").at(-1) ?? "";
    if (created !== undefined) {
      if (said !== `Create \`${created}\`:`)
        throw new Error(`${name} does not say that ${created} is created.`);
      return [{ kind: "create", path: created, text }];
    }
    if (changed !== undefined) {
      if (said !== `In \`${changed}\`, ${where} \`${line}\`:`)
        throw new Error(`${name} does not say where in ${changed}.`);
      return [{ kind: where === "below" ? "insert" : "replace", path: changed, line, text }];
    }
    if (language !== "sh") throw new Error(`${name} shows a block that is for no file: ${text.slice(0, 60)}`);
    return text
      .trimEnd()
      .split("\n")
      .map((command) => ({ kind: "run", command }));
  });
}
