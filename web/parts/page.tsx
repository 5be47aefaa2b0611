import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";

/** A view: its heading names the tab, and takes the focus where the view is new, so that a screen reader says it. */
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
