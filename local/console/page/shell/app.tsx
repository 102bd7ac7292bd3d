import type { FunctionComponent } from "preact";
import { type Address, useAddress } from "../address/address.ts";
import { Link } from "../address/link.tsx";
import { DeadLettersView } from "../views/dead-letters/dead-letters-view.tsx";
import { LetterGroupView } from "../views/dead-letters/group-view.tsx";
import { EventView } from "../views/event/event-view.tsx";
import { EventsView } from "../views/events/events-view.tsx";
import { FaultsView } from "../views/faults/faults-view.tsx";
import { NothingHere } from "../views/nothing-here.tsx";
import { PeopleView } from "../views/person/people-view.tsx";
import { PersonView } from "../views/person/person-view.tsx";
import { ProofView } from "../views/proof/proof-view.tsx";
import { SourceView } from "../views/sources/source-view.tsx";
import { SourcesView } from "../views/sources/sources-view.tsx";
import { SystemsView } from "../views/systems/systems-view.tsx";
import { TopologyView } from "../views/topology/topology-view.tsx";
import { HandlersView } from "../views/handlers/handlers-view.tsx";
import { SourceShapes } from "../views/sources/shapes.tsx";
import { AskForPerson, WhyView } from "../views/project/why-view.tsx";
import { Empty } from "../parts/empty.tsx";
import { View } from "../parts/view.tsx";
import { Navigation } from "./navigation.tsx";
import { PausedHandlers } from "./paused-handlers.tsx";
import { absent, project } from "./project.ts";
import { useEffect, useRef, useState } from "preact/hooks";
import { type Connection, watchConnection, listen } from "../live/stream.ts";
import type { StreamEvents } from "../../contract/stream.ts";
import { Notice } from "../parts/notice.tsx";

type ViewOf = FunctionComponent<{ readonly address: Address }>;

/** Views by the first segment of their address: of all, and of one. */
const VIEWS: Readonly<Record<string, { readonly all: ViewOf; readonly one?: ViewOf }>> = {
  events: { all: EventsView, one: EventView },
  people: { all: PeopleView, one: PersonView },
  systems: { all: SystemsView, one: SystemsView },
  sources: { all: SourcesView, one: SourceView },
  faults: { all: FaultsView },
  proof: { all: ProofView, one: ProofView },
  "dead-letters": { all: DeadLettersView, one: LetterGroupView },
  topology: { all: TopologyView },
  handlers: { all: HandlersView },
};

/** Views that differ in a project's console. */
const VIEWS_OF_PROJECT: typeof VIEWS =
  project === undefined
    ? {}
    : { people: { all: AskForPerson, one: WhyView }, sources: { all: SourceShapes, one: SourceShapes } };

const HOME = project === undefined ? "events" : "dead-letters";

function NotOfProject({ why }: { readonly why: string }) {
  return (
    <View title="Not of a project">
      <Empty title="This view is of npm start alone">
        <p>{why}</p>
      </Empty>
    </View>
  );
}

export function App() {
  const address = useAddress();
  const [name = HOME, one] = address.parts;
  const all = { ...VIEWS, ...VIEWS_OF_PROJECT };
  const views = Object.hasOwn(all, name) ? all[name] : undefined;
  const why = Object.hasOwn(absent, name) ? absent[name] : undefined;
  const view = address.parts.slice(0, 2).join("/");
  useBeginning(view);
  const Shown = (one === undefined ? views?.all : (views?.one ?? views?.all)) ?? NothingHere;
  return (
    <div class="shell">
      <a class="skip" href="#main">
        To the content
      </a>
      <header class="side">
        <Link href={`/${HOME}`} class="brand">
          <img src="/assets/icon.svg" alt="" />
          {project ?? "ycat"}
        </Link>
        <Navigation current={name} />
        <ConnectionState />
      </header>
      <main class="main" id="main" tabIndex={-1}>
        <BuildErrors />
        <PausedHandlers />
        {why === undefined ? <Shown key={view} address={address} /> : <NotOfProject why={why} />}
      </main>
    </div>
  );
}

/** Another view begins at its top. The keyboard's focus goes there if what had it is gone. */
function useBeginning(view: string): void {
  const before = useRef(view);
  useEffect(() => {
    if (before.current === view) return;
    before.current = view;
    const main = document.querySelector<HTMLElement>("#main");
    main?.scrollTo(0, 0);
    if (document.activeElement === document.body) main?.focus({ preventScroll: true });
  }, [view]);
}

const WORDS: Readonly<Record<Connection, string>> = {
  connecting: "connecting",
  connected: "connected",
  lost: "ycat does not answer; tries again",
};

function ConnectionState() {
  const [connection, setConnection] = useState<Connection>("connecting");
  useEffect(() => watchConnection(setConnection), []);
  return (
    <p class={`connection is-${connection}`} role="status">
      {WORDS[connection]}
    </p>
  );
}

/** The current errors of `npm run dev`'s build, with their lines. */
function BuildErrors() {
  const [build, setBuild] = useState<StreamEvents["build"]>();
  useEffect(() => listen("build", setBuild), []);
  if (build === undefined || build.errors.length === 0) return null;
  return (
    <Notice tone="bad">
      <ul>
        {build.errors.map(({ message, place }) => (
          <li key={`${place} ${message}`}>
            {place !== undefined && <code>{place}</code>} <bdi>{message}</bdi>
          </li>
        ))}
      </ul>
    </Notice>
  );
}
