import { type Guest, nameOf } from "../people.ts";
import { cancel, changed, hours, type Plot } from "../plot.ts";

/** Seats become free until the waitlist is empty and one seat stays free. */
export function changeTheirMinds(plot: Plot): void {
  const at = hours(-6);
  cancel(plot, at, "app", plot.guest(4), "dinner");
  cancelPromoted(plot, at + 10);
  for (const number of [6, 7, 8]) cancel(plot, at + 20 + number, "app", plot.guest(number), "dinner");
}

/** Someone is promoted and cancels two minutes later. The app's queue delivers the cancellation first. */
function cancelPromoted(plot: Plot, at: number): void {
  const { dinner } = plot.rooms;
  const first = plot.guest(5);
  const promoted = dinner.cancel(first);
  plot.tell(at, `${nameOf(first)} cancels the dinner`, changed("app", first, "dinner", "cancelled"));
  if (promoted === undefined) return;
  const next = dinner.cancel(promoted);
  const cancelled = changed("app", promoted, "dinner", "cancelled");
  plot.tell(at + 3, `${nameOf(promoted)} cancels, who would have had that seat`, cancelled);
  tellLate(plot, at + 4, "… of which the app tells only now", promoted, { status: "promoted", at: at + 1 });
  if (next === undefined) return;
  plot.tell(at + 5, `${nameOf(next)} gets it`, changed("app", next, "dinner", "promoted"));
}

/** The cancellation arrives before the registration. */
export function cancelInHaste(plot: Plot): void {
  const hasty = plot.guest(33);
  plot.rooms.dinner.register(hasty);
  plot.rooms.dinner.cancel(hasty);
  plot.tell(-95, `${nameOf(hasty)} cancels the dinner`, changed("app", hasty, "dinner", "cancelled"));
  tellLate(plot, -94, "… and the registration comes after that", hasty, { status: "registered", at: -100 });
}

function tellLate(
  plot: Plot,
  at: number,
  says: string,
  guest: Guest,
  earlier: { readonly status: "registered" | "promoted"; readonly at: number },
): void {
  plot.tell(at, says, { ...changed("app", guest, "dinner", earlier.status), at: earlier.at, makes: "late" });
}
