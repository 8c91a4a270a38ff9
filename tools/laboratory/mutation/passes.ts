// The passes of the compiler, each with the files that it is made of and those of its own tests: what is changed, and what
// has to notice. A file that several passes are made of counts with the one that asks most of it.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packageFolder } from "../../files/package-folder.ts";

export interface PassFiles {
  /** From the package's folder. */
  sources: readonly string[];
  tests: readonly string[];
}

/** The files of a pass beside that which is called as it is. */
const MADE_OF: Readonly<Record<string, readonly string[]>> = {
  devirtualize: [],
  "constant-arguments": [],
  "constant-fields": ["field-values"],
  constants: ["constant"],
  "copy-propagation": [],
  "dead-stores": [],
  "scalar-replacement": [],
  fold: ["fold-condition", "fold-evaluated", "fold-expression", "worked-out"],
  "inline-calls": [
    "calls-in-place",
    "for-effect",
    "fresh-body",
    "given-arguments",
    "in-place",
    "returns",
    "steady",
  ],
  "inline-records": [],
  "inline-small": [],
  "inline-tagged": [],
  "local-values": ["value-at"],
  reorder: [],
  "dead-code": [],
  "short-fields": [],
  "partial-evaluation": ["written-values"],
  "unread-fields": [],
  "unused-parameters": [],
  "unused-results": [],
};

/** Where a pass's tests are those of another one. */
const TESTED_WITH: Readonly<Record<string, string>> = {
  devirtualize: "constant-fields",
  "unused-results": "unused-parameters",
};

export const PASSES: ReadonlyMap<string, PassFiles> = new Map(
  Object.entries(MADE_OF).map(([pass, others]) => {
    const sources = [pass, ...others].map((name) => `tools/compiler/passes/${name}.ts`);
    return [pass, { sources, tests: [`test/compiler/passes/${TESTED_WITH[pass] ?? pass}.test.ts`] }];
  }),
);

/** Says whether a pass or its tests are other ones than those that were tried. */
export function digestOf({ sources, tests }: PassFiles): string {
  const hash = createHash("sha256");
  for (const file of [...sources, ...tests])
    hash.update(`${file}\n`).update(readFileSync(join(packageFolder, file)));
  return hash.digest("hex").slice(0, 16);
}
