// The tour, walked with the packed package: what a person has who did not clone the repository.
import { inject, test } from "vitest";
import { readTour, walk } from "../docs/tour.ts";

test("the tour can be walked with the package as npm installs it", async () => {
  await walk(readTour(), `npm install --prefer-offline '${inject("packages").ringmote}'`);
});
