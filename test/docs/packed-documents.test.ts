// A package's documents: what is said of files that stay in the repository points there, or is left out.
import { expect, test } from "vitest";
import { mended } from "../../tools/laboratory/packages/documents.ts";

const isThere = (path: string) => ["README.md", "docs/trials.md"].includes(path);
const inPackage = (text: string) => mended("docs/page.md", text, isThere);

test.each([
  ["a link that is there", "See [trials](trials.md#around).\n", "See [trials](trials.md#around).\n"],
  ["words within a sentence", "It was tried with [brokers](brokers.md).\n", "It was tried with brokers.\n"],
  ["a sentence about a page", "It counts. [Limits](sizes.md) has\neach. It ends.\n", "It counts. It ends.\n"],
  [
    "a sentence that leads elsewhere as well",
    "[Limits](sizes.md) and [trials](trials.md) say it.\n",
    "Limits and [trials](trials.md) say it.\n",
  ],
  ["pages behind a colon", "It costs little: [here](a.md), [there](b.md).\n", "It costs little.\n"],
  ["a page in brackets", "The memory ([sizes](sizes.md) of this), and more.\n", "The memory, and more.\n"],
  ["the page to read next", "It ends.\n\nNext: [peers](peers.md)\n", "It ends.\n"],
  ["a row", "| a | [b](b.md) |\n| c | [d](trials.md) |\n", "| c | [d](trials.md) |\n"],
  ["an item", "- [Peers](peers.md): who\n  has what\n- [Trials](trials.md)\n", "- [Trials](trials.md)\n"],
  ["a section", "# Page\n\n## One\n\n- [A](a.md)\n\n## Two\n\nText.\n", "# Page\n\n## Two\n\nText.\n"],
  ["the last section", "# Page\n\nText.\n\n## Work\n\n- [A](a.md)\n", "# Page\n\nText.\n"],
  [
    "a picture behind a colon",
    "It shows values:\n\n![Page](page.png)\n\n- More\n",
    "It shows values.\n\n- More\n",
  ],
  ["code", "[A](a.md) is it.\n\n```md\n[A](a.md)\n```\n", "```md\n[A](a.md)\n```\n"],
])("%s is as a reader of the package needs it", (_what, text, expected) => {
  expect(inPackage(text)).toBe(expected);
});

test("a known repository takes the links", () => {
  const online = mended(
    "docs/page.md",
    "[A](a.md#b) has it:\n\n![P](p.png)\n\nNext: [C](../C.md)\n",
    isThere,
    "https://x.org/o/n",
  );
  expect(online).toBe(
    "[A](https://x.org/o/n/blob/main/docs/a.md#b) has it:\n\n![P](https://x.org/o/n/raw/main/docs/p.png)\n\nNext: [C](https://x.org/o/n/blob/main/C.md)\n",
  );
});
