/** The page's project, written into the document by tools/console/server.ts. Undefined: the local machine. */
export const project = document.querySelector<HTMLMetaElement>('meta[name="ycat-project"]')?.content;

const JOURNAL =
  "It comes from npm start's journal, which a project does not have: its archive answers why, and its logs the rest.";
const STAND_INS = "It is about stand-ins: a project's systems are looked at in themselves.";

/** Views that only make sense locally, with the reason. */
export const absent: Readonly<Record<string, string>> =
  project === undefined
    ? {}
    : {
        events: JOURNAL,
        topology: JOURNAL,
        systems: STAND_INS,
        faults: STAND_INS,
        proof: "A proof is of the handlers of a checkout: npm start shows it.",
      };
