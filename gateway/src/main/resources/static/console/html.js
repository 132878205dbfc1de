// What pages are made of: elements whose text is always text, never markup.
import { Fragment, h, render } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";

export { Fragment, h, render, useEffect, useMemo, useRef, useState };

/** A value that components can watch. */
export function store(initial) {
  let value = initial;
  const watchers = new Set();
  return {
    get: () => value,
    set(next) {
      if (next !== value) {
        value = next;
        watchers.forEach((watcher) => watcher(next));
      }
    },
    use() {
      const [seen, see] = useState(value);
      useEffect(() => {
        see(value);
        watchers.add(see);
        return () => watchers.delete(see);
      }, []);
      return seen;
    },
  };
}
