import { DeliveryError } from "../../runtime/errors.ts";

/**
 * Thrown when a destination refuses with a code that no table has. It may be for ever and it may be gone in a minute, so
 * it is neither kind: the message gets the few attempts of any other error, and then a dead letter that has the reason.
 */
export class UnexpectedRefusalError extends DeliveryError {}
