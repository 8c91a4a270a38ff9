// The table of docs/trials.md with what may be around a part: in the words of tools/sim/parts/around.ts, with
// who asks for it.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { packageFolder } from "../../files/package-folder.ts";
import { type Asked, USUAL_AROUND } from "../../sim/parts/around.ts";
import { withTable } from "./written.ts";

const SOURCE = join(packageFolder, "tools", "sim", "parts", "around.ts");
const HEAD = ["around a part", "what it returns", "parts", "default"];

/** The page with that table. */
export function withAround(page: string, drivers: ReadonlyMap<Asked, readonly string[]>): string {
  const rows = [...said()].map(([name, text]) => {
    const parts = drivers.get(name as Asked)?.map((driver) => `\`${driver}\``) ?? [];
    return [`\`${name}\``, text, parts.length > 0 ? parts.join(", ") : "a driver of your own", atRest(name)];
  });
  return withTable(page, HEAD, rows);
}

/** What the record says of each of its fields. */
function said(): ReadonlyMap<string, string> {
  const file = ts.createSourceFile(SOURCE, readFileSync(SOURCE, "utf8"), ts.ScriptTarget.Latest, true);
  const around = file.statements.filter(ts.isInterfaceDeclaration).find(({ name }) => name.text === "Around");
  return new Map(
    around?.members.filter(ts.isPropertySignature).map((member) => {
      const [comment] = ts.getJSDocCommentsAndTags(member).filter(ts.isJSDoc);
      const text = ts.getTextOfJSDocComment(comment?.comment) ?? "";
      const inCell = text.replace(/\s+/g, " ").replace(/\.$/, "");
      return [member.name.getText(), inCell.replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase())];
    }),
  );
}

/** "100"; of a record "celsius 20, humidity 50". */
function atRest(name: string): string {
  if (!Object.hasOwn(USUAL_AROUND, name)) return "none";
  const value = USUAL_AROUND[name as keyof typeof USUAL_AROUND](0);
  if (typeof value !== "object") return typeof value === "number" ? `${value}` : `\`${value}\``;
  return Object.entries(value)
    .map(([field, value]) => `${field} ${value}`)
    .join(", ");
}
