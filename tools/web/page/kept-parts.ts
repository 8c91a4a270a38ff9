// Parts of a step that outlive it: what was typed, chosen and told there is there again when the user comes
// back.

interface KeptPart {
  of: string;
  element: HTMLElement;
  end(): void;
}

export class KeptParts {
  private readonly parts = new Map<string, KeptPart>();

  /** The part of a name: the one that there is when it is `of` the same, or a new one in its place. */
  get(name: string, of: string, make: (whenGone: (end: () => void) => void) => HTMLElement): HTMLElement {
    const there = this.parts.get(name);
    if (there?.of === of) return there.element;
    there?.end();
    const ends: (() => void)[] = [];
    const element = make((end) => ends.push(end));
    const end = () => {
      for (const handler of ends) handler();
    };
    this.parts.set(name, { of, element, end });
    return element;
  }

  /** The next one of this name is a new one. */
  drop(name: string): void {
    this.parts.get(name)?.end();
    this.parts.delete(name);
  }
}
