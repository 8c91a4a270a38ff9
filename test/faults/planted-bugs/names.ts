// Whether bugs call things by the names that they have: one that does not would fail any test, and prove nothing.
import { join } from "node:path";
import ts from "typescript";
import { packageFolder } from "../../../tools/build/package-folder.ts";
import { type Edit, edited } from "../../../tools/laboratory/patterns/edit.ts";
import { parseCode } from "../../../tools/laboratory/patterns/pattern.ts";

/** What TypeScript says of a variable or a field that is not there, and where it knows one that is called almost so. */
const UNKNOWN = [2304, 2339, 2551, 2552];

/** A sentence for each name that a bug's source does not know. The sources with the bugs lie beside those without. */
export function unknownNames(bugs: readonly Edit[]): string[] {
  const sources = new Map(
    bugs.map((bug, index) => {
      const { file, text } = edited(bug);
      const path = join(packageFolder, file.replace(/ts$/, `bug${index}.ts`));
      return [path, { bug, file: parseCode(text, path) }];
    }),
  );
  const { config } = ts.readConfigFile(join(packageFolder, "tsconfig.json"), ts.sys.readFile);
  const { options, fileNames } = ts.parseJsonConfigFileContent(config, ts.sys, packageFolder);
  const host = ts.createCompilerHost(options);
  const read = host.getSourceFile;
  host.getSourceFile = (path, ...rest) => sources.get(path)?.file ?? read(path, ...rest);
  const ambient = fileNames.filter((path) => path.endsWith(".d.ts"));
  const program = ts.createProgram([...ambient, ...sources.keys()], options, host);
  return [...sources.values()].flatMap(({ bug, file }) =>
    program
      .getSemanticDiagnostics(file)
      .filter(({ code }) => UNKNOWN.includes(code))
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, " "))
      .map((message) => `${message} In ${bug.name}: ${bug.wrong}`),
  );
}
