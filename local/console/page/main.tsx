import { render } from "preact";
import { App } from "./shell/app.tsx";
import { openStream } from "./live/stream.ts";

openStream();
document.body.replaceChildren(); // placeholder shown until this has loaded
render(<App />, document.body);
