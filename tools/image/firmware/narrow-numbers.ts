// Runs the text of a device's author on this computer with narrow numbers: each sum, difference and product
// is checked against the 32 bits of the smallest engine, and a value that becomes a byte of a text against a
// byte. A wider one would go unnoticed here.
import { sep } from "node:path";
import type { Plugin } from "esbuild";
import { packageFolder } from "../../files/package-folder.ts";

/** The module that the checked modules import. */
const CHECK = "ringmote:narrow";
const CHECKED_FUNCTION = "__narrow";
const CHECKED_BYTE = "__narrowByte";
const OWN = packageFolder.endsWith(sep) ? packageFolder : packageFolder + sep;
const CHECKS = { number: CHECKED_FUNCTION, byte: CHECKED_BYTE };
/** Only a text with one of these has something to check. */
const OPERATORS = /[-+*]|fromCharCode/;
/** The same of one word of a module. */
const OPERATION = /^(?:[-+*]=?|fromCharCode)$/;

/** A sentence at the line of the operation; texts go through. */
const CHECK_TEXT = `
export function ${CHECKED_FUNCTION}(value) {
  if (typeof value !== "number" || (value >= -2147483648 && value <= 2147483647) || !Number.isFinite(value)) return value;
  const error = new RangeError(
    value + " is outside the whole numbers of 32 bits that every board has (-2147483648 to 2147483647); divide first, or count in larger units",
  );
  Error.captureStackTrace(error, ${CHECKED_FUNCTION});
  throw error;
}

export function ${CHECKED_BYTE}(value) {
  if (!(value < 0 || value > 255)) return value;
  const error = new RangeError(
    "String.fromCharCode(" + value + ") keeps the lower eight bits of it on a board, and all of it here; write String.fromCharCode(n & 255)",
  );
  Error.captureStackTrace(error, ${CHECKED_BYTE});
  throw error;
}
`;

/** Has the modules of a bundle that are not of this package checked when they run. */
export const narrowNumbers: Plugin = {
  name: "narrow numbers",
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: new RegExp(`^${CHECK}$`) }, ({ path }) => ({ path, namespace: "narrow" }));
    onLoad({ filter: /./, namespace: "narrow" }, () => ({ contents: CHECK_TEXT, loader: "js" }));
    onLoad({ filter: /\.ts$/, namespace: "file" }, async ({ path }) => {
      if (path.startsWith(OWN)) return undefined;
      const { readFileSync } = await import("node:fs");
      const text = readFileSync(path, "utf8");
      if (!OPERATORS.test(text) || !(await hasOperations(text))) return undefined;
      const { withChecks } = await import("../../compiler/source/checked-operations.ts");
      const contents = withChecks(path, text, CHECKS, CHECK);
      return contents === undefined ? undefined : { contents, loader: "js" };
    });
  },
};

/**
 * Does one of them stand outside of comments, texts and types? The compiler, which checks them, takes longer
 * than all else.
 */
async function hasOperations(text: string): Promise<boolean> {
  const [{ transform }, { parse }] = await Promise.all([import("esbuild"), import("acorn")]);
  let isThere = false;
  const onToken = (token: object) => {
    isThere ||= "value" in token && OPERATION.test(String(token.value));
  };
  try {
    const { code } = await transform(text, { loader: "ts", target: "esnext", logLevel: "silent" });
    parse(code, { ecmaVersion: "latest", sourceType: "module", onToken });
    return isThere;
  } catch {
    // A slip: whoever reads it next tells of it.
    return true;
  }
}

/** Does a bundle have something that is checked when it runs? */
export function isChecked(code: string): boolean {
  return code.includes(CHECKED_FUNCTION);
}
