import { type Guest, nameOf } from "../people.ts";
import { reported } from "./invitation.ts";
import { cancel, changed, hours, type Plot, register } from "../plot.ts";

export function loseSalesforce(plot: Plot): void {
  const at = hours(-26);
  plot.happen(at, "Salesforce is down, for a minute", "outage");
  cancel(plot, at, "app", plot.guest(3), "dinner");
  cancel(plot, at + 0.25, "zoom", plot.guest(17), "webinar");
  register(plot, at + 0.75, "app", plot.guest(26), "dinner");
  const curious = [28, 29, 30].map((number) => reported(plot.guest(number), "clicked"));
  plot.tell(at + 0.8, `${curious.length} follow the link in their invitation`, ...curious);
  plot.happen(at + 1, "Salesforce is back", "over");
}

/** A registration that Salesforce refuses permanently, and another right after it. */
export function refuseOne(plot: Plot): void {
  const [refused, next] = [plot.guest(39), plot.guest(27)];
  const at = hours(-20);
  register(plot, at - 60, "app", plot.guest(31), "dinner"); // who opted out before Salesforce knew them
  plot.happen(at, "a new rule in Salesforce refuses every new Lead", "rule");
  const registered = (guest: Guest) => changed("zoom", guest, "webinar", plot.rooms.webinar.register(guest));
  const says = `${nameOf(refused)} registers, who would be one; ${nameOf(next)} right after`;
  plot.tell(at, says, { ...registered(refused), makes: "dead letter" }, registered(next));
  plot.happen(at + 10, "the rule is gone again", "over");
}
