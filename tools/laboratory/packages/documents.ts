// The documents of a package, where much that they lead to stays in the repository: a link leads there where
// its address is known; else it is its words alone, and what only points to it is left out.
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const LINK = /(!?)\[([^\]]*)\]\(([^)\s#:]+\.(?:md|png|json))(#[^)]*)?\)/g;
/** Stand around the words of a link that leads nowhere, until it is known what becomes of its sentence. */
const [OPEN, CLOSE] = ["\u0001", "\u0002"];
/** Around the number of a block of code, which stays as it is. */
const CODE = "\u0003";
const LOST = `${OPEN}[^${CLOSE}]*${CLOSE}`;
const LOST_ALONE = `${LOST}(?:(?:,| and|, and)\\s+${LOST})*`;
const NEXT = new RegExp(`^Next: ${LOST}$`);
const ROW = new RegExp(`\\| ${LOST_ALONE} \\|`);
const BEHIND_COLON = new RegExp(`:\\s+${LOST_ALONE}(?=\\.)`, "g");
const IN_BRACKETS = new RegExp(` \\(${LOST}[^)]*\\)`, "g");
const SENTENCE = new RegExp(`(?<=[.!?])(?=\\s+[\\p{Lu}[*\`${OPEN}])`, "u");

/** Mends a folder's documents. `repository` is where its files are seen: "https://github.com/owner/name". */
export function unlinkMissing(folder: string, repository?: string): void {
  const documents = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) =>
    path.endsWith(".md"),
  );
  for (const path of documents) {
    const text = readFileSync(join(folder, path), "utf8");
    const isThere = (target: string) => existsSync(join(folder, target));
    writeFileSync(join(folder, path), mended(path, text, isThere, repository));
  }
}

/** A document at `path` in a folder of which `isThere` knows the files. */
export function mended(
  path: string,
  text: string,
  isThere: (path: string) => boolean,
  repository?: string,
): string {
  const code: string[] = [];
  const prose = text.replace(/^```.*?^```$/gms, (block) => `${CODE}${code.push(block) - 1}${CODE}`);
  const marked = prose.replace(LINK, (link, picture: string, words: string, target: string, anchor = "") => {
    const file = join(dirname(path), target);
    if (isThere(file)) return link;
    if (repository !== undefined)
      return `${picture}[${words}](${repository}/${picture ? "raw" : "blob"}/main/${file}${anchor})`;
    return picture ? OPEN + CLOSE : OPEN + words + CLOSE;
  });
  const kept = marked.includes(OPEN) ? withoutPointers(marked) : marked;
  return kept
    .replace(new RegExp(`[${OPEN}${CLOSE}]`, "g"), "")
    .replace(new RegExp(`${CODE}(\\d+)${CODE}`, "g"), (_, at) => code[at] as string);
}

/** A heading goes with the last of its section. */
function withoutPointers(text: string): string {
  const kept = text
    .replace(new RegExp(`:\n\n${OPEN}${CLOSE}\n`, "g"), ".\n")
    .split(/(?<=\n\n)/)
    .map((paragraph) => (paragraph.includes(OPEN) ? itemsOf(paragraph) : paragraph))
    .join("")
    .trimEnd();
  return `${kept.replace(/^(#+) .*\n\n(?=\1 )/gm, "").replace(/\n\n#+ .*$/, "")}\n`;
}

/**
 * Of a paragraph, its list items, or its rows. Without any the paragraph goes with the empty line behind it.
 */
function itemsOf(paragraph: string): string {
  const items = paragraph.trimEnd().split(/\n(?=\s*- |\|)/);
  const kept = items.map(itemOf).filter((item) => item !== "");
  return kept.length === 0 ? "" : kept.join("\n") + paragraph.slice(paragraph.trimEnd().length);
}

function itemOf(item: string): string {
  if (!item.includes(OPEN)) return item;
  if (NEXT.test(item) || (item.startsWith("|") && ROW.test(item))) return "";
  const [, bullet = "", text = ""] = /^(\s*- |)(.*)$/s.exec(item) ?? [];
  const kept = text
    .replace(BEHIND_COLON, "")
    .replace(IN_BRACKETS, "")
    .split(SENTENCE)
    .filter((sentence) => !pointsOnly(sentence))
    .join("")
    .trimStart();
  return kept === "" ? "" : bullet + kept;
}

/** It is about what is not there, and leads to nothing else. */
function pointsOnly(sentence: string): boolean {
  return sentence.trimStart().startsWith(OPEN) && !sentence.includes("](");
}
