// The tree of filters beside the matcher of one (topic.ts): both find the same filters for a
// topic, however many there are.
import fc from "fast-check";
import { expect, test } from "vitest";
import { addFilter, createFilterTree, removeFilter, takersIn } from "../../src/mqtt/program/filter-tree.ts";
import type { Subscription } from "../../src/mqtt/subscriptions.ts";
import { filterFault, matches } from "../../src/mqtt/topic.ts";

const LEVELS = ["", "a", "b", "$a", "constructor", "__proto__"];
const topic = fc
  .array(fc.constantFrom(...LEVELS), { minLength: 1, maxLength: 4 })
  .map((all) => all.join("/"));
const filter = fc
  .tuple(
    fc.constantFrom("", "", "$share/group/", "$share/other/"),
    fc.array(fc.constantFrom(...LEVELS, "+", "+", "#"), { minLength: 1, maxLength: 4 }),
  )
  .map(([share, levels]) => share + levels.join("/"))
  .filter((filter) => filterFault(filter) === undefined);

function subscriptionTo(name: string): Subscription {
  return { filter: name, qos: 0, subscriber: { deliver: () => {} }, options: 0, identifier: 1, stage: 0 };
}

test("each matching filter is found once after additions and removals", () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(filter, { maxLength: 12 }),
      fc.array(fc.nat()),
      fc.array(topic),
      (filters, gone, topics) => {
        const tree = createFilterTree();
        const added = filters.map(subscriptionTo);
        for (const subscription of added) addFilter(tree, subscription);
        const left = new Set(added);
        for (const index of gone) {
          const [subscription] = added.slice(index % 12, (index % 12) + 1);
          if (subscription === undefined || !left.delete(subscription)) continue;
          removeFilter(tree, subscription);
        }
        for (const name of topics) {
          const expected = [...left]
            .map((subscription) => subscription.filter)
            .filter((filter) => matches(filter, name));
          expect(
            takersIn(tree, name)
              .map((subscription) => subscription.filter)
              .sort(),
          ).toEqual(expected.sort());
        }
      },
    ),
    { numRuns: 2000 },
  );
});

test("a topic and filters of 30,000 levels do not overflow the stack", () => {
  const tree = createFilterTree();
  const deep = "+/".repeat(30_000);
  addFilter(tree, subscriptionTo(`${deep}#`));
  addFilter(tree, subscriptionTo(`${deep}a`));
  expect(takersIn(tree, `${"/".repeat(30_000)}a`)).toHaveLength(2);
  expect(takersIn(tree, `${"/".repeat(30_000)}b`)).toHaveLength(1);
});
