import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import { readIdentities } from "../../tools/cli/fleet/identities.ts";
import { UsageError } from "../../tools/cli/words/failure.ts";
import { needs, OPENSSL } from "../needs.ts";

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "ringmote-identities-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

function read(text: string | Buffer, share = { from: 0, to: 1 }, tls: object | undefined = undefined) {
  const folder = temporaryFolder();
  const path = join(folder, "devices.csv");
  writeFileSync(path, text);
  return readIdentities(path, share, tls);
}

test("each device has its row, and a shard only its own rows", () => {
  const text = 'id,user,password\r\na,anna,one\r\n,bob,\r\n"c,d",carl,"say ""three"""\r\n';
  expect(read(text, { from: 0, to: 3 })).toEqual([
    { id: "a", user: "anna", secret: "one" },
    { user: "bob" },
    { id: "c,d", user: "carl", secret: 'say "three"' },
  ]);
  expect(read(text, { from: 1, to: 2 })).toEqual([{ user: "bob" }]);
});

test("a certificate and its key beside the file must match", needs(OPENSSL), () => {
  const folder = temporaryFolder();
  const made = (name: string) =>
    execFileSync(
      "openssl",
      `req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=${name} -keyout ${name}.key -out ${name}.pem`.split(
        " ",
      ),
      { cwd: folder, stdio: "ignore" },
    );
  made("one");
  made("two");
  const path = join(folder, "devices.csv");
  const identities = (rows: string, tls?: object) => {
    writeFileSync(path, `cert,key\n${rows}\n`);
    return readIdentities(path, { from: 0, to: 1 }, tls);
  };
  expect(identities("one.pem,one.key", {})).toEqual([
    { cert: expect.stringContaining("BEGIN CERTIFICATE"), key: expect.stringContaining("PRIVATE KEY") },
  ]);
  expect(() => identities("one.pem,two.key", {})).toThrow(/devices\.csv, line 2: .*key values mismatch/);
  expect(() => identities("one.key,one.key", {})).toThrow(
    /line 2: .*holds "(EC )?PRIVATE KEY"; give a "CERTIFICATE"/,
  );
  expect(() => identities("devices.csv,one.key", {})).toThrow(/line 2: .*no PEM text/);
  expect(() => identities("none.pem,one.key", {})).toThrow(
    /line 2: the file .*none\.pem of cert cannot be read/,
  );
  expect(() => identities("one.pem,", {})).toThrow(/line 2: a certificate and its key belong together/);
  expect(() => identities("one.pem,one.key")).toThrow(/line 2: a certificate is for a broker with TLS/);
});

test.for([
  ["", /devices\.csv is empty/],
  ["id\n", /no rows below it/],
  ["id,usr\na,b\n", /line 1: .*"usr"; did you mean "user"\?/],
  ["id,__proto__\na,b\n", /line 1: .*"__proto__"/],
  ["id,id\na,b\n", /line 1: the column id is there twice/],
  ["id\na\n", /has 1 identity where 2 devices need one each; add rows, or give --count 1\./],
  ["id\na\nb\na\n", /line 4: the id is that of line 2, too; two devices with one id/],
  ["id\na\nb/+\n", /line 3: the id cannot be that: id stands in topics, and must not hold/],
  ["id\na\nb\u0007\n", /line 3: the id cannot be that: .*control characters/],
  [`user\na\n${"b".repeat(101)}\n`, /line 3: the user cannot be that: user has 1 to 100 bytes/],
  [
    `user,password\na,b\na,"${"hush".repeat(60)}"\n`,
    /line 3: the password cannot be that: password has 1 to 200 bytes\.$/,
  ],
  ["user,password\na,b\n,hush\n", /line 3: there is a password and no user; give both\.$/],
  ['id\n"a\nb\n', /devices\.csv is not a CSV file: .*\.$/],
  ["id,user\na,b\nc\n", /line 3: there are 1 fields where 2 are expected/],
] as const)("the identities file with %j is refused with one sentence", ([text, sentence]) => {
  const refused = () => read(text, { from: 0, to: 2 });
  expect(refused).toThrow(UsageError);
  expect(refused).toThrow(sentence);
  expect(refused).not.toThrow(/hush|\n/);
});

test("any identities file is read or refused with one sentence", () => {
  const field = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom("", '"', ",", "\n", "id", "user", "\0"),
  );
  const table = fc.array(fc.array(field, { maxLength: 4 }).map((fields) => fields.join(",")));
  const bytes = fc.uint8Array({ maxLength: 60 }).map((array) => Buffer.from(array));
  fc.assert(
    fc.property(
      fc.oneof(
        table.map((rows) => `id,user,password\n${rows.join("\n")}`),
        bytes,
      ),
      (text) => {
        try {
          read(text);
        } catch (error) {
          expect(error).toBeInstanceOf(UsageError);
        }
      },
    ),
    { numRuns: 100 },
  );
});
