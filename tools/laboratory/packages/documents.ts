// The documents of a package: a link to what stays in the repository is its words alone.
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const LINK = /(!?)\[([^\]]*)\]\(([^)\s#:]+\.(?:md|png|json))(?:#[^)]*)?\)/g;

/** Takes the links from a folder's documents whose ends are not in the folder, and the pictures that are not. */
export function unlinkMissing(folder: string): void {
  const documents = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) =>
    path.endsWith(".md"),
  );
  for (const path of documents) {
    const text = readFileSync(join(folder, path), "utf8");
    const isThere = (target: string) => existsSync(join(folder, dirname(path), target));
    writeFileSync(
      join(folder, path),
      text.replace(LINK, (link, picture: string, words: string, target: string) =>
        isThere(target) ? link : picture ? "" : words,
      ),
    );
  }
}
