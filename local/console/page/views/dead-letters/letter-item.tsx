import type { LetterView } from "../../../contract/dead-letters.ts";
import { pathOf } from "../../address/address.ts";
import { Link } from "../../address/link.tsx";
import { BodyText } from "../../parts/code.tsx";
import { Moment } from "../../parts/moment.tsx";
import { Brief, Text } from "../../parts/text.tsx";

interface LetterItemProps {
  readonly letter: LetterView;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}

/** A letter: its subject, its content, and a link to its event's story. */
export function LetterItem({ letter, isChosen, onChoose }: LetterItemProps) {
  const { id, eventId, type, person, at, text, event, data, bytes, cut, discarded } = letter;
  const name = person ?? eventId ?? id;
  return (
    <li class="letter">
      <div class="row">
        <input type="checkbox" aria-label={`Choose ${name.slice(0, 80)}`} checked={isChosen} onChange={onChoose} />
        {person === null ? (
          <Brief value={name} />
        ) : (
          <Link href={pathOf("people", person)}>
            <Brief value={person} />
          </Link>
        )}
        {type !== null && <span class="quiet">{type}</span>}
        <span class="quiet">
          <Moment at={at} />
        </span>
        {event !== null && <Link href={pathOf("events", event)}>Its story</Link>}
      </div>
      {text !== null && (
        <p>
          <Text value={text} />
        </p>
      )}
      {discarded !== null && (
        <p>
          Discarded <Moment at={discarded.at} />: <Text value={discarded.because} />
        </p>
      )}
      <details>
        <summary>Message {id}</summary>
        <BodyText body={{ text: data, bytes, ...(cut && { cut }) }} label={`What ${id} holds`} />
      </details>
    </li>
  );
}
