import { Link } from "../address/link.tsx";
import { Empty } from "../parts/empty.tsx";
import { View } from "../parts/view.tsx";

export function NothingHere({ title = "Nothing is here" }: { readonly title?: string }) {
  return (
    <View title={title}>
      <Empty title="There is no such view">
        <p>
          <Link href="/events">All events</Link>
        </p>
      </Empty>
    </View>
  );
}
