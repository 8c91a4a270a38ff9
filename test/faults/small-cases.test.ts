// Every small case with the client's own window: all three messages may be out at once.
import { tryEverySmallCase } from "./small-cases.ts";

tryEverySmallCase(1);
