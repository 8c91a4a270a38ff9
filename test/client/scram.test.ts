// SCRAM by the examples of its standards, and against a broker that is none, or means harm.
import { describe, expect, test } from "vitest";
import { saslPrepared } from "../../src/client/authentication/sasl-prep.ts";
import { scram } from "../../src/client/authentication/scram.ts";
import { type ScramHash, scramExchange } from "../../src/client/authentication/scram-exchange.ts";

const utf8 = (text: string) => new TextEncoder().encode(text);

interface Example {
  hash: ScramHash;
  nonce: string;
  first: string;
  answer: string;
  last: string;
}

/** RFC 5802, 5, and RFC 7677, 3: user "user", password "pencil". */
const EXAMPLES: readonly Example[] = [
  {
    hash: "SHA-1",
    nonce: "fyko+d2lbbFgONRv9qkxdawL",
    first: "r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096",
    answer: "c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=",
    last: "v=rmF9pqV8S7suAoZWja4dJRkFsKQ=",
  },
  {
    hash: "SHA-256",
    nonce: "rOprNGfwEbeRWgbNEkqO",
    first: "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
    answer:
      "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
    last: "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=",
  },
];
const [, SHA_256] = EXAMPLES as [Example, Example];

test.each(EXAMPLES)("the exchange with $hash equals the example of its RFC", async (example) => {
  const exchange = scramExchange("user", "pencil", example.hash, example.nonce);
  expect(exchange.data).toBe(`n,,n=user,r=${example.nonce}`);
  expect(await exchange.answer(utf8(example.first))).toBe(example.answer);
  expect(() => exchange.finish(utf8(example.last))).not.toThrow();
});

/** An exchange that has come to its last message. */
async function answered() {
  const exchange = scramExchange("user", "pencil", SHA_256.hash, SHA_256.nonce);
  await exchange.answer(utf8(SHA_256.first));
  return exchange;
}

describe("the broker's final message", () => {
  test.each([
    [
      "another proof",
      "v=7rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=",
      "the broker's proof is wrong: it does not",
    ],
    ["a part of the proof", "v=6rri", "the broker's proof is wrong"],
    ["nothing", "", "the broker does not prove that it knows the user's key"],
    ["an error", "e=other-error", 'the broker says "other-error"'],
    ["an error that moves a cursor", "e=\x9b2J", 'the broker says "\\u009b2J"'],
    ["a proof behind an extension", `x=1,${SHA_256.last}`, "the broker does not prove"],
  ])("a final message of the broker with %s is refused", async (_what, last, sentence) => {
    const exchange = await answered();
    expect(() => exchange.finish(utf8(last))).toThrow(sentence);
  });

  test("a final message of the broker may end with extensions", async () => {
    const exchange = await answered();
    expect(() => exchange.finish(utf8(`${SHA_256.last},x=1`))).not.toThrow();
  });

  test("a final message of the broker without a first one proves nothing", () => {
    const exchange = scramExchange("user", "pencil", SHA_256.hash, SHA_256.nonce);
    expect(() => exchange.finish(utf8(SHA_256.last))).toThrow("the broker does not prove");
  });
});

describe("the broker's first message", () => {
  const { nonce } = SHA_256;
  const NO_SCRAM = "the broker's first message is not SCRAM's";
  const NO_NONCE = "the broker's nonce does not begin with this client's and go on";
  test.each([
    ["the client's nonce alone", `r=${nonce},s=W22Z,i=4096`, NO_NONCE],
    ["another nonce", `r=x${nonce}y,s=W22Z,i=4096`, NO_NONCE],
    ["no nonce", "r=,s=W22Z,i=4096", NO_SCRAM],
    ["no salt", `r=${nonce}x,s=,i=4096`, NO_SCRAM],
    ["a salt that is no Base64", `r=${nonce}x,s=W22,i=4096`, NO_SCRAM],
    [
      "too few iterations",
      `r=${nonce}x,s=W22Z,i=4095`,
      "asks for 4095 iterations; this client takes 4096 to 1000000",
    ],
    ["too many iterations", `r=${nonce}x,s=W22Z,i=1000001`, "the broker asks for 1000001 iterations"],
    ["iterations that are no number", `r=${nonce}x,s=W22Z,i=4096x`, NO_SCRAM],
    ["iterations beyond any number", `r=${nonce}x,s=W22Z,i=40960000000000`, NO_SCRAM],
    [
      "an extension that must be known",
      `m=1,r=${nonce}x,s=W22Z,i=4096`,
      "the broker wants an extension of SCRAM",
    ],
    ["nothing", "", NO_SCRAM],
    ["bytes that are no text", "\xff\xfe", NO_SCRAM],
  ])("a first message of the broker with %s is refused", async (_what, first, sentence) => {
    const exchange = scramExchange("user", "pencil", SHA_256.hash, nonce);
    await expect(exchange.answer(utf8(first))).rejects.toThrow(sentence);
  });

  test("a second first message of the broker is refused", async () => {
    const exchange = await answered();
    await expect(exchange.answer(utf8(SHA_256.first))).rejects.toThrow(
      "the broker asks for more than SCRAM has",
    );
  });

  test("a first message of the broker may end with extensions", async () => {
    const exchange = scramExchange("user", "pencil", SHA_256.hash, nonce);
    await expect(exchange.answer(utf8(`${SHA_256.first},x=1`))).resolves.toMatch(/^c=biws,r=/);
  });
});

test("a million iterations do not block the program's event loop", async () => {
  const exchange = scramExchange("user", "pencil", "SHA-256", "n");
  let turns = 0;
  const timer = setInterval(() => {
    turns += 1;
  }, 1);
  await exchange.answer(utf8("r=nx,s=W22Z,i=1000000"));
  clearInterval(timer);
  expect(turns).toBeGreaterThan(5);
});

test("a comma and an equals sign in a name are escaped", () => {
  expect(scramExchange("a,b=c", "pencil", "SHA-256", "n").data).toBe("n,,n=a=2Cb=3Dc,r=n");
});

test("each exchange uses its own nonce", async () => {
  const { method, start } = scram({ user: "user", password: "pencil", hash: "SHA-512" });
  const firsts = [await start(), await start()].map(({ data }) => data as string);
  expect(method).toBe("SCRAM-SHA-512");
  expect(new Set(firsts).size).toBe(2);
  for (const first of firsts) expect(first).toMatch(/^n,,n=user,r=[A-Za-z0-9+/]{32}$/);
});

test.each([
  ["I\u00adX", "IX"],
  ["user", "user"],
  ["USER", "USER"],
  ["\u00aa", "a"],
  ["\u2168", "IX"],
  ["a\u00a0b", "a b"],
  ["\u0007", undefined],
  ["\ue000", undefined],
  ["\ud800", undefined],
  ["a\u202eb", undefined],
  ["\ufffe", undefined],
])("SASLprep of %j is %j (RFC 4013, 3)", (text, prepared) => {
  expect(saslPrepared(text)).toBe(prepared);
});

describe("options of scram()", () => {
  test.each([
    [{ password: "geheim" }, "scram() needs a user: its name."],
    [{ user: "u" }, "scram() needs a password: text."],
    [{ user: "", password: "geheim" }, 'The option user is ""; it is text of at least one character'],
    [
      { user: "u", password: "geheim\0" },
      "The option password is not what it may be; it is text of at least",
    ],
    [{ user: "u", password: 12345 }, "The option password is not what it may be; it is text"],
    [
      { user: "u", password: "geheim", hash: "MD5" },
      'The option hash is "MD5"; it is "SHA-1", "SHA-256" or "SHA-512".',
    ],
    [
      { user: "u", passwort: "geheim" },
      'no option "passwort" among the options of scram(); did you mean "password"?',
    ],
  ])("scram() refuses %j without naming the password", (options, sentence) => {
    const start = scram as unknown as (options: object) => unknown;
    expect(() => start(options)).toThrow(sentence);
    expect(() => start(options)).not.toThrow("geheim");
  });
});
