// The program of these proofs as what an image is made of.
import { act } from "./program.ts";

sessionAct = act;
