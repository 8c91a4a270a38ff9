// Results of a walk through a file, kept beside its checker: other firmware of the same program has the same
// modules, and nobody walks through them once more.
import type ts from "typescript";

export class FileNotes<Note> {
  private readonly known = new WeakMap<ts.TypeChecker, WeakMap<ts.SourceFile, readonly Note[]>>();

  /** `notesIn`: what is found in a file, which nothing outside of it and its types decides. */
  constructor(private readonly notesIn: (file: ts.SourceFile, checker: ts.TypeChecker) => readonly Note[]) {}

  of(files: readonly ts.SourceFile[], checker: ts.TypeChecker): readonly Note[] {
    const known = this.known.get(checker) ?? new WeakMap<ts.SourceFile, readonly Note[]>();
    this.known.set(checker, known);
    return files.flatMap((file) => {
      const notes = known.get(file) ?? this.notesIn(file, checker);
      known.set(file, notes);
      return notes;
    });
  }
}
