// Tables and lists that stand in a page which people write, and are written anew by a command.

/** The page with these rows in its table, which is known by its head. */
export function withTable(
  page: string,
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const lines = [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |\n`);
  const [before, after] = page.split(lines.slice(0, 2).join(""));
  if (before === undefined || after === undefined)
    throw new Error(`The page has no table of "${head.join(", ")}", once.`);
  return `${before}${lines.join("")}${after.replace(/^(\|.*\n)*/, "")}`;
}

/** The page with these items in its list, which stands below a line of its own. */
export function withList(page: string, above: string, items: readonly string[]): string {
  const [before, after] = page.split(`\n${above}\n\n`);
  if (before === undefined || after === undefined)
    throw new Error(`The page has no list below "${above}", once.`);
  const rest = after.replace(/^(?:- .*\n(?: {2}.*\n)*)*/, "");
  return `${before}\n${above}\n\n${items.map((item) => `${wrapped(`- ${item}`)}\n`).join("")}${rest}`;
}

const COLUMNS = 140;

/** In lines that an editor shows whole, those below the first one indented. */
function wrapped(item: string): string {
  const lines: string[] = [];
  for (const word of item.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= COLUMNS)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(last === undefined ? word : `  ${word}`);
  }
  return lines.join("\n");
}
