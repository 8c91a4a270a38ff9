// The pages of docs/contributing, followed step by step in a copy of the checkout: what they promise is so.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { packageFolder } from "../../tools/files/package-folder.ts";
import { EVERYTHING } from "../everything.ts";
import { type Checkout, copyCheckout } from "./checkout.ts";
import { stepsOf } from "./page.ts";

const PAGES = readdirSync(join(packageFolder, "docs", "contributing"));
/** The last command of each page, which sees that all is well: it takes long, and is run once for all of them. */
const CHECK = "npm run check";
/**
 * What the gate runs in its place, and in place of the commands of all pages: whether what they write fits
 * what is there.
 */
const TYPES = "npx tsc --noEmit";

describe("who follows the pages of docs/contributing one after the other", () => {
  let checkout: Checkout;

  beforeAll(() => {
    checkout = copyCheckout();
  });
  afterAll(() => checkout?.remove());

  test.each(PAGES)("a reader who follows the pages has what %s promises", (page) => {
    const steps = stepsOf(page);
    expect(steps.at(-1)).toEqual({ kind: "run", command: CHECK });
    for (const step of steps.slice(0, -1)) if (EVERYTHING || step.kind !== "run") checkout.follow(step);
  });

  test("a reader who follows the pages has a checkout that passes all checks", () => {
    checkout.follow({ kind: "run", command: EVERYTHING ? CHECK : TYPES });
  });
});
