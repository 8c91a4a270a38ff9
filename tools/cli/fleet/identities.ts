// Identities of a fleet's devices, from a CSV file: a row for each place, the first for the first. A system
// has such a file of its own, or writes one, for a test at a broker that knows its devices.
import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { unknownName } from "../../../src/arguments/nearest-name.ts";
import { utf8 } from "../../../src/bytes/utf8.ts";
import { secureContextOf, type TlsIdentity } from "../../../src/client/transport/tls-identity.ts";
import { valueFault } from "../../../src/runtime/settings-check.ts";
import { CsvFileError, type CsvRow, csvRefusal, readCsvFile } from "../../files/csv-file.ts";
import type { DeviceIdentity } from "../../sim/devices/fleet.ts";
import { UsageError } from "../words/failure.ts";
import type { Share } from "./share.ts";

type Column = "id" | "user" | "password" | "cert" | "key";
type Given = Partial<Record<Column, string>>;

/** Each column with the device's setting that it is; the others are files. */
const SETTING: Readonly<Record<Column, string | undefined>> = {
  id: "id",
  user: "user",
  password: "secret",
  cert: undefined,
  key: undefined,
};
const COLUMNS = Object.keys(SETTING) as Column[];

/**
 * The identities of the devices of a share, in the order of their places. `tls`: whom all trust; `undefined`
 * at a broker without TLS. Throws a UsageError with one sentence, which names the line and never shows a
 * password.
 */
export function readIdentities(
  path: string,
  share: Share,
  tls: Pick<TlsIdentity, "ca"> | undefined,
): DeviceIdentity[] {
  try {
    return identitiesIn(path, share, tls);
  } catch (error) {
    if (error instanceof CsvFileError) throw new UsageError(`--identities: ${error.message}`);
    throw error;
  }
}

function identitiesIn(
  path: string,
  { from, to }: Share,
  tls: Pick<TlsIdentity, "ca"> | undefined,
): DeviceIdentity[] {
  const { name, header, rows } = readCsvFile(path);
  const refuse = (row: Pick<CsvRow, "line">, why: string) => csvRefusal(name, row, why);
  const columns = header.map((column) => {
    if (COLUMNS.includes(column as Column)) return column as Column;
    throw refuse({ line: 1 }, unknownName("column", column, COLUMNS));
  });
  const twice = columns.find((column, place) => columns.indexOf(column) !== place);
  if (twice !== undefined) throw refuse({ line: 1 }, `the column ${twice} is there twice.`);
  if (rows.length < to)
    throw new CsvFileError(
      `${name} has ${rows.length} ${rows.length === 1 ? "identity" : "identities"} where ${to} devices need one each; add rows, or give --count ${rows.length}.`,
    );
  const lines = new Map<string, number>();
  return rows.flatMap((row, place) => {
    const cells = givenIn(columns, row);
    const why = accountFault(cells) ?? sameFault(cells, row, lines);
    if (why !== undefined) throw refuse(row, why);
    if (place < from || place >= to) return [];
    try {
      return [identityOf(cells, dirname(path), tls)];
    } catch (error) {
      throw refuse(row, (error as Error).message);
    }
  });
}

/** An empty field says nothing. */
function givenIn(columns: readonly Column[], { fields }: CsvRow): Given {
  return Object.fromEntries(
    columns.map((column, place) => [column, fields[place]] as const).filter(([, text]) => text !== ""),
  );
}

function accountFault(cells: Given): string | undefined {
  for (const column of COLUMNS) {
    const setting = SETTING[column];
    const fault = setting === undefined ? "" : valueFault(setting, utf8(cells[column] ?? ""));
    if (fault !== "") return `the ${column} cannot be that: ${fault.replace("secret", "password")}.`;
  }
  return cells.password !== undefined && cells.user === undefined
    ? "there is a password and no user; give both."
    : undefined;
}

function sameFault({ id }: Given, { line }: CsvRow, lines: Map<string, number>): string | undefined {
  if (id === undefined) return undefined;
  const before = lines.get(id);
  lines.set(id, line);
  return before === undefined
    ? undefined
    : `the id is that of line ${before}, too; two devices with one id throw each other out at the broker.`;
}

function identityOf({ id, user, password, cert, key }: Given, folder: string, tls: TlsIdentity | undefined) {
  const account = { ...(id && { id }), ...(user && { user }), ...(password && { secret: password }) };
  if (cert === undefined && key === undefined) return account;
  if (tls === undefined)
    throw new UsageError("a certificate is for a broker with TLS; name it with --broker mqtts://host.");
  if (cert === undefined || key === undefined)
    throw new UsageError("a certificate and its key belong together; give both cert and key.");
  const pair = { cert: pemIn(resolve(folder, cert), "cert"), key: pemIn(resolve(folder, key), "key") };
  secureContextOf({ ...tls, ...pair });
  return { ...account, ...pair };
}

function pemIn(path: string, column: Column): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    throw new UsageError(`the file ${path} of ${column} cannot be read; it must be a PEM file.`);
  }
}
