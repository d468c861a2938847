// Told by whoever changes how the workspace stands, so that what is said of it above every page is looked up again at once.

class Standing {
  changes = $state(0);

  changed(): void {
    this.changes += 1;
  }
}

export const standing = new Standing();
