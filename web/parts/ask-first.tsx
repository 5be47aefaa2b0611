import { useLayoutEffect, useRef, useState } from "preact/hooks";

interface Props {
  label: string;
  question: string;
  yes: string;
  run(): void;
}

/** A button that asks for confirmation, for what cannot be undone. */
export function AskFirst({ label, question, yes, run }: Props) {
  const [isAsking, setAsking] = useState<boolean>();
  const next = useRef<HTMLButtonElement>(null);
  // The button that had the focus is gone: move the focus to the one that changes nothing.
  useLayoutEffect(() => {
    if (isAsking !== undefined) next.current?.focus();
  }, [isAsking]);
  if (!isAsking)
    return (
      <button ref={next} type="button" onClick={() => setAsking(true)}>
        {label}
      </button>
    );
  return (
    <fieldset class="ask">
      <legend>{question}</legend>
      <button
        type="button"
        class="danger"
        onClick={() => {
          setAsking(false);
          run();
        }}
      >
        {yes}
      </button>
      <button ref={next} type="button" onClick={() => setAsking(false)}>
        No, keep it
      </button>
    </fieldset>
  );
}
