// What the explanations of docs/mutation.md speak of stands in the client or the ring.
import { expect, test } from "vitest";
import { EXPLANATIONS, type Place } from "../../tools/laboratory/mutation/survivors.ts";
import { declarationsIn } from "../../tools/laboratory/patterns/declarations.ts";
import { bestMatches } from "../../tools/laboratory/patterns/pattern.ts";

const ROOMS = ["src/mqtt", "src/ring"];

function isThere({ name, original }: Place): boolean {
  const declared = ROOMS.flatMap((room) => declarationsIn(room).get(name ?? "") ?? []);
  return bestMatches(original, declared).length > 0;
}

test("each explanation of a change in a function has its place", () => {
  const places = EXPLANATIONS.flatMap((one) => one.places).filter(({ name }) => name !== undefined);
  const lost = places.filter((place) => !isThere(place));
  expect(lost.map(({ name, original }) => `${name}: ${original.getText()}`)).toEqual([]);
  expect(places.length).toBeGreaterThan(0);
});
