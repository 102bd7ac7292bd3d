import { render } from "preact";
import { App } from "./shell/app.tsx";
import { openStream } from "./live/stream.ts";

openStream();
render(<App />, document.body);
