import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";

/** A view. Its title is also the tab's, and its heading gets the focus at first, so that a screen reader reads it. */
export function Page({ title, children }: { title: string; children: ComponentChildren }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = title;
  }, [title]);
  useEffect(() => heading.current?.focus(), []);
  return (
    <>
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      {children}
    </>
  );
}
