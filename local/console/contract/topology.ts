/** The console API's type for the topology. */

export interface Topology {
  readonly sources: readonly {
    readonly name: string;
    readonly topics: readonly string[];
    readonly perMinute: number;
  }[];
  readonly topics: readonly { readonly name: string; readonly perMinute: number }[];
  readonly handlers: readonly {
    readonly name: string;
    readonly topic: string;
    readonly systems: readonly string[];
    readonly isBatch: boolean;
    readonly perMinute: number;
    /** Messages waiting or under way. */
    readonly backlog: number;
    readonly isPaused: boolean;
  }[];
  readonly systems: readonly { readonly name: string; readonly perMinute: number }[];
}
