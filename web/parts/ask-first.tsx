import { useState } from "preact/hooks";

interface Props {
  label: string;
  question: string;
  yes: string;
  run(): void;
}

/** A button that asks before it does what cannot be undone. */
export function AskFirst({ label, question, yes, run }: Props) {
  const [isAsking, setAsking] = useState(false);
  if (!isAsking)
    return (
      <button type="button" onClick={() => setAsking(true)}>
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
      {/* biome-ignore lint/a11y/noAutofocus: the button that had the focus is gone; this is the answer that changes nothing */}
      <button type="button" autoFocus onClick={() => setAsking(false)}>
        No, keep it
      </button>
    </fieldset>
  );
}
