// A linked program with TypeScript's knowledge of it: the form that the passes of the build read and change.
import { join } from "node:path";
import type ts from "typescript";
import { editedTree } from "./linked-tree.ts";
import { applyEdits, type Edit, type MappedText, outerEdits } from "./mapped-text.ts";
import { Names } from "./names.ts";
import { dataKeys } from "./optimise/data-keys.ts";
import { packageFolder } from "./package-folder.ts";
import { createProgram, parsedTree } from "./program.ts";
import { NOTHING_TAGGED, type Tagged } from "./tagged-functions.ts";

/** The name that the linked module goes by; it is on no disk. */
export const LINKED_FILE = join(packageFolder, "linked.ts");

/** A text that is ready for the passes. What TypeScript knows of it is made when it is asked for: most passes read names. */
export class LinkedProgram {
  private tree: ts.SourceFile | undefined;
  private made: ts.Program | undefined;
  /** The last one that was made of a text before this one, until `made` is. */
  private previous: ts.Program | undefined;
  private named: Names | undefined;
  private keys: ReadonlySet<string> | undefined;

  /**
   * @param globals the files of ambient declarations of the target
   * @param tagged functions whose authors say how often they run, on a target where that makes a difference
   */
  constructor(
    readonly source: MappedText,
    readonly globals: readonly string[],
    readonly tagged: Tagged,
    tree = parsedTree(LINKED_FILE, source.text),
    before?: LinkedProgram,
  ) {
    this.tree = tree;
    this.previous = before?.made ?? before?.previous;
    this.keys = before?.keys;
  }

  get file(): ts.SourceFile {
    if (this.tree === undefined) throw new Error("the tree of this text is now that of a later one");
    return this.tree;
  }

  get names(): Names {
    this.named ??= new Names(this.file, this.globals);
    return this.named;
  }

  get program(): ts.Program {
    if (this.made !== undefined) return this.made;
    const { file, globals, previous } = this;
    this.made = createProgram({ trees: [file], roots: [LINKED_FILE, ...globals], previous });
    this.previous = undefined;
    return this.made;
  }

  /** Fields that are data somewhere. They are sought once: no pass makes more of them, and its text may have lost types. */
  dataKeys(): ReadonlySet<string> {
    this.keys ??= dataKeys(this.file, this.checker);
    return this.keys;
  }

  /** The program with edits made. Its tree is made of this one's, which is used up. */
  edited(edits: readonly Edit[]): LinkedProgram {
    const outer = outerEdits(edits);
    const source = applyEdits(this.source, outer);
    const tree = editedTree(this.file, source.text, outer);
    this.tree = undefined;
    return new LinkedProgram(source, this.globals, this.tagged, tree, this);
  }

  get checker(): ts.TypeChecker {
    return this.program.getTypeChecker();
  }
}

/** Reads a linked text. `globals` are absolute paths of the target's `.d.ts` files. */
export function readLinked(
  source: MappedText,
  globals: readonly string[],
  tagged: Tagged = NOTHING_TAGGED,
): LinkedProgram {
  return new LinkedProgram(source, globals, tagged);
}

/** The program with another text. */
export function changed(linked: LinkedProgram, source: MappedText): LinkedProgram {
  return new LinkedProgram(source, linked.globals, linked.tagged, undefined, linked);
}
