// Nothing here may ever break the page that it runs in.

/** What it returns, nothing where it throws: a browser may forbid anything. */
export function attempt<Result>(work: () => Result): Result | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

/** The same function; the page goes on, whatever it throws. */
export const safely =
  <Given extends unknown[]>(work: (...given: Given) => unknown) =>
  (...given: Given): void => {
    attempt(() => work(...given));
  };

export function listen(
  target: EventTarget,
  names: string,
  heard: (event: Event) => void,
): void {
  for (const name of names.split(" ")) target.addEventListener(name, safely(heard), true);
}

/** A random UUID (version 4), also where the page has no secure context. */
export function uuid(): string {
  const random = [...crypto.getRandomValues(new Uint8Array(30))];
  return "xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx".replace(/x/g, () =>
    ((random.pop() as number) & 15).toString(16),
  );
}
