// A program of the form does on Espruino what its author's text does in Node.
import { test } from "vitest";
import { PROGRAMS } from "../../build/programs.ts";
import { randomProgram } from "../../build/random-program.ts";
import { expectSame } from "./scripts.ts";

const SEEDS = Array.from({ length: 12 }, (_, index) => index + 1);

test.each(PROGRAMS)("%s", (_, text) => expectSame(text));

test.each(SEEDS)("the program of seed %i does the same", (seed) => expectSame(randomProgram(seed)));
