import { useState } from "preact/hooks";
import { goTo, pathOf } from "../../address/address.ts";
import { Button } from "../../parts/button.tsx";
import { Field } from "../../parts/field.tsx";

/** Asks for an address and opens its view. */
export function OpenPerson() {
  const [email, setEmail] = useState("");
  const open = (event: Event) => {
    event.preventDefault();
    goTo(pathOf("people", email.trim()));
  };
  return (
    <form class="row is-low" onSubmit={open}>
      <Field label="E-mail address" value={email} onValue={setEmail} required placeholder="ada@example.com" />
      <Button type="submit">Open</Button>
    </form>
  );
}
