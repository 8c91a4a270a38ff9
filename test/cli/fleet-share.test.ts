import { expect, test } from "vitest";
import { checkLocalAddresses, localAddressOption } from "../../tools/cli/fleet/local-addresses.ts";
import { partOf, shardOption } from "../../tools/cli/fleet/share.ts";

test("shares of a fleet hold each device once, in even sizes", () => {
  for (const [count, parts] of [
    [10, 3],
    [10_000, 7],
    [5, 5],
    [3, 8],
  ] as const) {
    const shares = Array.from({ length: parts }, (_, index) =>
      partOf({ from: 0, to: count }, { index, parts }),
    );
    expect(shares.at(0)?.from).toBe(0);
    expect(shares.at(-1)?.to).toBe(count);
    for (const [i, { from, to }] of shares.entries()) {
      expect(from).toBe(shares[i - 1]?.to ?? 0);
      expect([Math.floor(count / parts), Math.ceil(count / parts)]).toContain(to - from);
    }
  }
});

test("a shard takes its index from the option or its pod", () => {
  expect(shardOption("2/8", {})).toEqual({ index: 2, parts: 8 });
  expect(shardOption("/8", { JOB_COMPLETION_INDEX: "7" })).toEqual({ index: 7, parts: 8 });
});

test.for([
  [
    "",
    undefined,
    /it is the index of a part and how many there are, as "--shard 0\/4" is the first part of four/,
  ],
  ["3", undefined, /it is the index of a part and how many/],
  ["1/2/3", undefined, /it is the index/],
  ["-1/2", undefined, /it is the index/],
  ["4/4", undefined, /the index of 4 parts is 0 to 3/],
  ["0/0", undefined, /there are 1 to 1000000 parts/],
  ["/4", undefined, /takes its index from JOB_COMPLETION_INDEX, which is not set; .* --shard 0\/4/],
  ["/4", "two", /which is "two"/],
  ["/4", "4", /the index of 4 parts is 0 to 3/],
] as const)("a shard %j with index %j is refused with what is allowed", ([text, index, sentence]) => {
  expect(() => shardOption(text, index === undefined ? {} : { JOB_COMPLETION_INDEX: index })).toThrow(
    sentence,
  );
});

test.for([
  ["localhost", /"localhost" is no address/],
  ["10.0.0.5,", /"" is no address/],
  ["10.0.0.5,10.0.0.5", /takes each address once/],
] as const)("local addresses %j are refused with what is allowed", ([text, sentence]) => {
  expect(() => localAddressOption(text)).toThrow(sentence);
});

test("local addresses must belong to this computer", async () => {
  await checkLocalAddresses(localAddressOption("127.0.0.2, 127.0.0.3"));
  await expect(checkLocalAddresses(["192.0.2.1"])).rejects.toThrow(
    '--local-address 192.0.2.1 cannot be used here (EADDRNOTAVAIL); "ip address" lists those of this computer.',
  );
});
